import { REQUEST_KINDS, type RequestKind, type RequestState } from '#libs/contracts';

/** What of the requests is shown; an empty address is what waits for an answer. */
export interface View {
  readonly xem?: ViewId;
  readonly kind?: RequestKind;
  readonly q?: string;
  /** The request that is open. */
  readonly yc?: string;
}

/** Lifts first: what is blocked without reason hurts somebody now. */
export const STATES_OF = {
  open: ['queued', 'delivered', 'acknowledged', 'lift-queued', 'lift-delivered'],
  lifts: ['lift-queued', 'lift-delivered'],
  blocks: ['queued', 'delivered', 'acknowledged'],
  force: ['enforced', 'verified'],
  refused: ['refused', 'parked'],
  gone: ['lifted', 'lift-verified', 'recalled'],
  all: [],
} as const satisfies Record<string, readonly RequestState[]>;
export type ViewId = keyof typeof STATES_OF;
export const VIEW_IDS = Object.keys(STATES_OF) as ViewId[];

/** Reads an address somebody may have typed: what is not understood is left out. */
export const readView = (search: Record<string, unknown>): View => {
  const { xem, kind, q, yc } = search;
  return {
    ...(typeof xem === 'string' && Object.hasOwn(STATES_OF, xem) && xem !== 'open' ? { xem: xem as ViewId } : {}),
    ...(typeof kind === 'string' && Object.hasOwn(REQUEST_KINDS, kind) ? { kind: kind as RequestKind } : {}),
    ...(typeof q === 'string' && q.trim() !== '' ? { q: q.slice(0, 300) } : {}),
    ...(typeof yc === 'string' && /^[0-9a-f-]{36}$/.test(yc) ? { yc } : {}),
  };
};
