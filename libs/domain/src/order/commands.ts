import type { Action, EventData, RequestTarget } from '#libs/contracts';
import type { ProviderScope } from '../competence/scope.js';
import type { GuardVerdict, MandateFacts } from '../mandate/facts.js';
import type { Officer } from '../people/officer.js';

interface Act {
  readonly by: Officer;
  readonly now: string;
}

export type OrderCommand =
  /** Dispatch decides again: guard, competence, mandate, legal basis and expiry of an approved proposal. */
  | {
      readonly type: 'issue';
      /** UUIDv5 of the approval event; the reference is derived from it. */
      readonly orderId: string;
      /** Id of the `ProposalApproved` event. */
      readonly approval: string;
      readonly approved: EventData<'ProposalApproved'>;
      readonly now: string;
      readonly facts: MandateFacts;
      readonly scope: ProviderScope;
      /** Citation of the legal basis, for the outward statement. */
      readonly citation: string;
      /** When a letter should have been answered, from the deadline register. */
      readonly answerBy: string;
    }
  | ({
      readonly type: 'proposeRenewal';
      readonly expiresAt: string;
      readonly reason: string;
      readonly facts: MandateFacts;
    } & Act)
  /** Names the end that was read, so that exactly that is approved. */
  | ({ readonly type: 'renew'; readonly expiresAt: string; readonly facts: MandateFacts } & Act)
  | ({
      readonly type: 'proposeWidening';
      readonly provider: string;
      readonly action: Action;
      readonly target: RequestTarget;
      /** What the provider's equipment can do, from the register. */
      readonly expresses: readonly Action[];
      /** Says what becomes unreachable besides. */
      readonly reason: string;
      readonly guard: GuardVerdict;
    } & Act)
  | ({
      readonly type: 'approveWidening';
      readonly provider: string;
      readonly action: Action;
      readonly guard: GuardVerdict;
    } & Act)
  | { readonly type: 'supersede'; readonly by: string }
  /** One approver of the unit is enough; `review` names the upheld review when another unit's third person decided. */
  | ({ readonly type: 'withdraw'; readonly reason: string; readonly review: string | null } & Act)
  /** What our own resolver has said of the blocked name for some time now: `elsewhere` is another place than every one it was known at. */
  | {
      readonly type: 'recheck';
      readonly seen: 'there' | 'gone' | 'elsewhere';
      readonly since: string;
      readonly now: string;
    }
  /** The timer; quiet when the order was renewed meanwhile. */
  | { readonly type: 'expire'; readonly now: string };

export type OrderCommandOf<T extends OrderCommand['type']> = Extract<OrderCommand, { type: T }>;
