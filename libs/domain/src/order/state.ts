import type { Action, EventData, OrderRefusal, Recheck, RequestTarget } from '#libs/contracts';
import type { Hand } from '../case/state.js';

/** What was ordered; everything outward text may depend on is in here. */
export type OrderTerms = EventData<'OrderIssued'>;

export interface PendingRenewal {
  readonly proposedBy: Hand;
  readonly expiresAt: string;
  /** Human beings who wrote or amended what is proposed. */
  readonly contributors: readonly string[];
}

export interface PendingWidening {
  readonly proposedBy: Hand;
  readonly provider: string;
  readonly action: Action;
  readonly target: RequestTarget | null;
  readonly contributors: readonly string[];
}

/** A provider that was asked for more than the order's action, because it cannot express that. */
export interface Widened {
  readonly provider: string;
  readonly action: Action;
  readonly target: RequestTarget | null;
}

interface Issued {
  readonly terms: OrderTerms;
  /** Moves with renewals; `terms.expiresAt` is the first one. */
  readonly expiresAt: string;
  readonly widened: readonly Widened[];
}

export type OrderState =
  | { readonly status: 'none' }
  | { readonly status: 'refused'; readonly orderId: string; readonly caseId: string; readonly code: OrderRefusal }
  | { readonly status: 'letter'; readonly letter: EventData<'CompetentAuthorityAsked'> }
  | (Issued & {
      readonly status: 'in-force';
      readonly renewal: PendingRenewal | null;
      readonly renewedBy: Hand | null;
      readonly widening: PendingWidening | null;
      /** What was last said of the blocked name; null while it is as it was ordered. */
      readonly recheck: { readonly found: Recheck; readonly seenAt: string } | null;
    })
  | (Issued & { readonly status: 'superseded'; readonly by: string })
  | (Issued & { readonly status: 'withdrawn'; readonly person: string })
  | (Issued & { readonly status: 'expired' })
  | {
      readonly status: 'letter-withdrawn';
      readonly letter: EventData<'CompetentAuthorityAsked'>;
      readonly person: string;
    };
