import type { EventData, LiftReason, NotExpressibleReason, ProviderRefusal, Step } from '#libs/contracts';
import type { RequestIds } from './commands.js';

/** A block request and how far it came. */
export interface BlockPart {
  readonly ids: RequestIds;
  readonly asked: EventData<'RequestQueued'>;
  /** Moves with renewals. */
  readonly expiresAt: string;
  /** The provider may have it: it was handed out at least once, or an adapter tried and its outcome is unknown. */
  readonly reachedProvider: boolean;
  readonly resent: number;
  readonly overdue: readonly Step[];
  readonly escalatedTo: string | null;
}

/** What the provider had said of the block when its lift was queued; tells a replayed old answer from a wrong one. */
export type BlockAnswer =
  | { readonly kind: 'none' }
  | { readonly kind: 'acknowledged' }
  | { readonly kind: 'enforced'; readonly enforcedAt: string };

/** A lift, as strong as the block it ends. */
export interface LiftPart extends BlockPart {
  readonly lift: {
    readonly reason: LiftReason;
    readonly liftBy: string;
    readonly reachedProvider: boolean;
    readonly overdue: boolean;
  };
  readonly blockAnswer: BlockAnswer;
}

export type ParkedBlock = BlockPart & { readonly status: 'parked'; readonly kind: 'block'; readonly reason: string };
export type ParkedLift = LiftPart & { readonly status: 'parked'; readonly kind: 'lift'; readonly reason: string };

export type RequestLife =
  | { readonly status: 'none' }
  | { readonly status: 'not-expressible'; readonly ids: RequestIds; readonly reason: NotExpressibleReason }
  | (BlockPart & { readonly status: 'queued' })
  | (BlockPart & { readonly status: 'delivered' })
  | (BlockPart & { readonly status: 'acknowledged' })
  | (BlockPart & { readonly status: 'enforced'; readonly enforcedAt: string; readonly probe: 'none' | 'not-seen' })
  | (BlockPart & { readonly status: 'verified'; readonly enforcedAt: string })
  | (BlockPart & { readonly status: 'refused'; readonly code: ProviderRefusal })
  | ParkedBlock
  | (LiftPart & { readonly status: 'lift-queued' })
  | (LiftPart & { readonly status: 'lift-delivered' })
  | ParkedLift
  | (LiftPart & { readonly status: 'recalled' })
  | (LiftPart & { readonly status: 'lifted'; readonly liftedAt: string; readonly probe: 'none' | 'not-seen' })
  | (LiftPart & { readonly status: 'lift-verified'; readonly liftedAt: string });

export type ExistingRequest = Exclude<RequestLife, { status: 'none' }>;
export type LiftState = Extract<RequestLife, { lift: unknown }>;
export type BlockState = Exclude<ExistingRequest, LiftState | { status: 'not-expressible' }>;
