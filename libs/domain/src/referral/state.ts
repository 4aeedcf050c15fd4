import type { ReferralOutcome, ReferralRecipient, Step } from '#libs/contracts';

interface Sent {
  readonly caseId: string;
  readonly referralId: string;
  readonly recipient: ReferralRecipient;
  readonly unit: string;
  readonly receiveBy: string;
  readonly overdue: readonly Step[];
}

export type ReferralState =
  | { readonly status: 'none' }
  | (Sent & { readonly status: 'sent' })
  | (Sent & { readonly status: 'received'; readonly person: string; readonly outcomeBy: string })
  | (Sent & {
      readonly status: 'outcome';
      readonly person: string;
      readonly outcomeBy: string;
      readonly outcome: ReferralOutcome;
    });
