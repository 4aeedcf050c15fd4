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
  | { readonly kind: 'enforced'; readonly enforcedAt: string }
  | { readonly kind: 'refused'; readonly code: ProviderRefusal };

export interface LiftPart extends BlockPart {
  readonly lift: {
    readonly reason: LiftReason;
    readonly liftBy: string;
    readonly reachedProvider: boolean;
    readonly overdue: boolean;
  };
  readonly blockAnswer: BlockAnswer;
}

export type RequestLife =
  | { readonly status: 'none' }
  | { readonly status: 'not-expressible'; readonly ids: RequestIds; readonly reason: NotExpressibleReason }
  | (BlockPart & { readonly status: 'queued' })
  | (BlockPart & { readonly status: 'delivered' })
  | (BlockPart & { readonly status: 'acknowledged' })
  | (BlockPart & { readonly status: 'enforced'; readonly enforcedAt: string; readonly probe: 'none' | 'not-seen' })
  | (BlockPart & { readonly status: 'verified'; readonly enforcedAt: string })
  | (BlockPart & { readonly status: 'refused'; readonly code: ProviderRefusal })
  | (BlockPart & { readonly status: 'parked'; readonly kind: 'block'; readonly reason: string })
  | (LiftPart & { readonly status: 'lift-queued' })
  | (LiftPart & { readonly status: 'lift-delivered' })
  | (LiftPart & { readonly status: 'parked'; readonly kind: 'lift'; readonly reason: string })
  | (LiftPart & { readonly status: 'recalled' })
  | (LiftPart & { readonly status: 'lifted'; readonly liftedAt: string; readonly probe: 'none' | 'not-seen' })
  | (LiftPart & { readonly status: 'lift-verified'; readonly liftedAt: string });
