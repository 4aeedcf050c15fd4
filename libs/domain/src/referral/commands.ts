import type { Category, ReferralOutcome, ReferralRecipient, Step } from '#libs/contracts';

export type ReferralCommand =
  /** At classification for a referral category, or by hand. The id is derived from the case and recipient by the app, so that it is sent once. */
  | {
      readonly type: 'send';
      readonly caseId: string;
      readonly referralId: string;
      readonly recipient: ReferralRecipient;
      readonly unit: string;
      readonly category: Category | null;
      readonly receiveBy: string;
      readonly reason: string;
    }
  | { readonly type: 'receive'; readonly by: RecipientHand; readonly outcomeBy: string }
  | {
      readonly type: 'recordOutcome';
      readonly by: RecipientHand;
      readonly outcome: ReferralOutcome;
      readonly note: string;
    }
  | {
      readonly type: 'overdue';
      readonly step: Extract<Step, 'referral-receive' | 'referral-outcome'>;
      readonly now: string;
    };

/** Somebody of the receiving unit. */
export interface RecipientHand {
  readonly person: string;
  readonly unit: string;
  readonly predecessors: readonly string[];
}

export type ReferralCommandOf<T extends ReferralCommand['type']> = Extract<ReferralCommand, { type: T }>;
