import { z } from 'zod';
import { Problem } from '#libs/service-kit';

/**
 * Where a provider stands in its feed: one place per lane. Lifts and blocks share one dense sequence but are read as two
 * lanes, so that a poll hands out every pending lift before any block and neither lane can skip an item of the other.
 */
export interface Place {
  /** Every lift up to this sequence was handed out. */
  readonly lifts: number;
  /** Every block up to this sequence was handed out, or was taken back before it could be. */
  readonly blocks: number;
}

export const START: Place = Object.freeze({ lifts: 0, blocks: 0 });

const sequence = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const shape = z.strictObject({ g: z.string(), l: sequence, b: sequence });
/** As cursors were before feeds had generations: which history they are of is not known. */
const former = z.strictObject({ l: sequence, b: sequence });

/** The name a cursor is signed for: a cursor of another provider, of another list or of the sandbox is refused. */
export const cursorScope = (lane: 'requests' | 'sandbox', provider: string): string => `${lane}:${provider}`;

/** What goes into the opaque cursor. `generation` says which history of the feed the place is in. */
export const packPlace = (place: Place, generation: string): unknown => ({
  g: generation,
  l: place.lifts,
  b: place.blocks,
});

/** A place as a cursor says it; without a cursor it is the start of whatever history there is. */
export interface SaidPlace {
  readonly place: Place;
  readonly generation: string | undefined;
}

/**
 * @throws {Problem} `invalid-cursor` (400) when a signed cursor holds something else, `cursor-gone` (410) when it does not say of which
 * history it is.
 */
export function unpackPlace(packed: unknown): SaidPlace {
  if (packed === undefined) return { place: START, generation: undefined };
  const read = shape.safeParse(packed);
  if (read.success) return { place: { lifts: read.data.l, blocks: read.data.b }, generation: read.data.g };
  throw new Problem(former.safeParse(packed).success ? 'cursor-gone' : 'invalid-cursor');
}

/** Whether the feed has come as far as a place: nothing beyond its newest item was ever handed out in this history. */
export const isWithin = (place: Place, head: number): boolean => place.lifts <= head && place.blocks <= head;

/** One lane as read from the store: items after the place, in order, at most `limit` of them. */
export interface Lane<Item> {
  readonly items: readonly Item[];
}

/**
 * Puts one page together: lifts first, then blocks as far as there is room. A lane that was read to its end moves its
 * place to `head`, the newest sequence in the same snapshot, so that items taken back meanwhile are not looked at again.
 * No block is handed out while a lift waits: hence for one target the order of the sequence is kept.
 */
export function turnPage<Item extends { readonly sequence: number }>(
  place: Place,
  read: { readonly head: number; readonly lifts: readonly Item[]; readonly blocks: readonly Item[] },
  limit: number,
): { readonly items: readonly Item[]; readonly next: Place } {
  const lifts = read.lifts.slice(0, limit);
  const liftsDone = read.lifts.length < limit;
  if (!liftsDone) return { items: lifts, next: { lifts: lifts.at(-1)?.sequence ?? place.lifts, blocks: place.blocks } };
  const blocks = read.blocks.slice(0, limit - lifts.length);
  const blocksDone = read.blocks.length < limit && blocks.length === read.blocks.length;
  const head = (lane: number): number => Math.max(lane, read.head);
  return {
    items: [...lifts, ...blocks],
    next: {
      lifts: head(place.lifts),
      blocks: blocksDone ? head(place.blocks) : (blocks.at(-1)?.sequence ?? place.blocks),
    },
  };
}
