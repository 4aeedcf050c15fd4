import type {
  Action,
  Category,
  LiftReason,
  NotExpressibleReason,
  ProviderRefusal,
  RequestTarget,
  Step,
} from '#libs/contracts';
import type { OrderTerms } from '../order/state.js';

export interface RequestIds {
  readonly caseId: string;
  readonly orderId: string;
  readonly requestId: string;
  readonly provider: string;
}

export type RequestCommand =
  /** Again after a widening, with the wider action and target. */
  | {
      readonly type: 'queue';
      readonly ids: RequestIds;
      readonly order: Pick<OrderTerms, 'reference' | 'legalBasis' | 'issuedAt'>;
      readonly category: Category;
      readonly action: Action;
      readonly target: RequestTarget;
      readonly expiresAt: string;
      readonly citation: string;
      readonly acknowledgeBy: string;
      readonly enforceBy: string;
    }
  | {
      readonly type: 'notExpressible';
      readonly ids: RequestIds;
      readonly action: Action;
      readonly reason: NotExpressibleReason;
    }
  /** Recorded before the bytes leave, for a cursor item, a snapshot and a list alike: what was not recorded is not handed out. */
  | { readonly type: 'deliver' }
  | { readonly type: 'deliverLift' }
  // the provider's answers
  | { readonly type: 'acknowledge' }
  | { readonly type: 'enforced'; readonly enforcedAt: string }
  | { readonly type: 'refused'; readonly code: ProviderRefusal; readonly reason: string }
  | { readonly type: 'lifted'; readonly liftedAt: string }
  // what the probes saw
  | { readonly type: 'enforcementVerified'; readonly probe: string }
  | { readonly type: 'enforcementNotSeen'; readonly probe: string }
  | { readonly type: 'liftVerified'; readonly probe: string }
  | { readonly type: 'liftNotSeen'; readonly probe: string }
  // the timers and the operators
  | {
      readonly type: 'overdue';
      readonly step: Extract<Step, 'request-acknowledge' | 'request-enforce'>;
      readonly now: string;
    }
  | { readonly type: 'liftOverdue'; readonly now: string }
  | { readonly type: 'resend' }
  | { readonly type: 'escalate'; readonly to: string }
  | { readonly type: 'park'; readonly reason: string }
  // the order ended or was renewed
  | { readonly type: 'renew'; readonly expiresAt: string }
  | {
      readonly type: 'queueLift';
      readonly reason: LiftReason;
      readonly now: string;
      readonly liftBy: string;
      readonly citation: string;
    };

export type RequestCommandOf<T extends RequestCommand['type']> = Extract<RequestCommand, { type: T }>;
