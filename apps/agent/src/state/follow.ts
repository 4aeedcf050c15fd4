import type { Answer, ProviderRefusal } from '#libs/contracts';
import { entryOf } from './entry.js';
import type { Entry, FeedItem } from './entry.js';
import type { State, Waiting } from './state.js';

/** What the server said: the items after a cursor, or everything in force. */
export type Heard =
  | { readonly kind: 'page'; readonly items: readonly FeedItem[]; readonly cursor: string }
  | {
      readonly kind: 'snapshot';
      readonly items: readonly FeedItem[];
      readonly cursor: string;
      readonly sequence: number;
    };

export interface Refusal {
  readonly code: ProviderRefusal;
  readonly reason: string;
}

export type Followed =
  | { readonly ok: false; readonly detail: string }
  | {
      readonly ok: true;
      /** Everything asked for and possible here, by request. */
      readonly told: ReadonlyMap<string, Entry>;
      readonly state: Pick<State, 'cursor' | 'sequence' | 'blocks' | 'seen' | 'waiting' | 'outbox'>;
    };

export interface FollowOptions {
  /** Why this provider does not carry an item out; undefined when it does. */
  readonly refusal: (item: FeedItem) => Refusal | undefined;
  /** By the server's clock; undefined while it is not known. */
  readonly now: Date | undefined;
  /** How long after its end an entry stays without a lift (ms); null: for ever. */
  readonly grace: number | null;
}

/** Repetitions are recognised this far back. */
const SEEN = 5_000;

const backwards = (detail: string): Followed => ({ ok: false, detail });

/**
 * Takes over what the server said. The same item again changes nothing; an older one than what is known, or a snapshot from before what was
 * applied, is refused: somebody replays yesterday's list, or the server was set back.
 */
export function follow(state: State, told: ReadonlyMap<string, Entry>, heard: Heard, options: FollowOptions): Followed {
  const seen = new Map(state.seen);
  const next = new Map(told);
  const waiting = new Map(state.waiting.map((one): [string, Waiting] => [one.id, one]));
  const outbox: Answer[] = [...state.outbox];
  let { sequence, blocks } = state;

  const note = (item: FeedItem): void => {
    seen.delete(item.id);
    seen.set(item.id, item.sequence);
  };
  const block = (item: FeedItem): string | undefined => {
    const known = next.get(item.id)?.sequence ?? seen.get(item.id);
    if (known === item.sequence) return undefined;
    if (known !== undefined && known > item.sequence)
      return `request ${item.id} came as ${item.sequence} after ${known}`;
    if (heard.kind === 'page' && item.sequence <= blocks && item.sequence <= state.blocks)
      return `a block of sequence ${item.sequence} came after ${state.blocks}`;
    const refusal = options.refusal(item);
    if (refusal) {
      next.delete(item.id);
      waiting.delete(item.id);
      note(item);
      outbox.push({ id: item.id, answer: 'refused', ...refusal });
      return undefined;
    }
    seen.delete(item.id);
    next.set(item.id, entryOf(item));
    waiting.set(item.id, { id: item.id, sequence: item.sequence, kind: 'block' });
    outbox.push({ id: item.id, answer: 'acknowledge' });
    return undefined;
  };
  const lift = (item: FeedItem): string | undefined => {
    const known = next.get(item.id)?.sequence ?? seen.get(item.id);
    if (known === item.sequence) return undefined;
    if (known !== undefined && known > item.sequence)
      return `the lift of ${item.id} came as ${item.sequence} after ${known}`;
    next.delete(item.id);
    note(item);
    waiting.set(item.id, { id: item.id, sequence: item.sequence, kind: 'lift' });
    return undefined;
  };

  if (heard.kind === 'snapshot') {
    if (heard.sequence < state.sequence)
      return backwards(`a snapshot of sequence ${heard.sequence} came after ${state.sequence}`);
    const inForce = new Set(heard.items.map(({ id }) => id));
    for (const id of told.keys()) {
      if (inForce.has(id)) continue;
      next.delete(id);
      if (waiting.get(id)?.kind === 'block') waiting.delete(id);
    }
    blocks = heard.sequence;
    sequence = heard.sequence;
  }
  for (const item of heard.items) {
    const wrong = item.kind === 'lift' ? lift(item) : block(item);
    if (wrong !== undefined) return backwards(wrong);
    sequence = Math.max(sequence, item.sequence);
    if (item.kind === 'block') blocks = Math.max(blocks, item.sequence);
  }
  const { now, grace } = options;
  if (now !== undefined && grace !== null) {
    for (const entry of next.values()) {
      if (entry.lapsed === undefined && now.getTime() > Date.parse(entry.expiresAt) + grace)
        next.set(entry.id, { ...entry, lapsed: true });
    }
  }
  return {
    ok: true,
    told: next,
    state: {
      cursor: heard.cursor,
      sequence,
      blocks,
      seen: [...seen].slice(-SEEN),
      waiting: [...waiting.values()],
      outbox,
    },
  };
}

/**
 * What is to be in effect: what the server asks for, or, after a rollback, of that earlier list what the server still asks for. Going
 * back takes blocks away that came later; it never blocks again what was lifted since.
 */
export function effective(told: ReadonlyMap<string, Entry>, pinned: readonly Entry[] | null): Entry[] {
  const wanted = pinned === null ? [...told.values()] : pinned.filter(({ id }) => told.has(id));
  return wanted.filter(({ lapsed }) => lapsed === undefined).sort((one, other) => (one.id < other.id ? -1 : 1));
}

const said = ({ id, target, expiresAt }: Entry): string => JSON.stringify([id, target, expiresAt]);
const named = ({ id, target }: Entry): string => JSON.stringify([id, target]);

export interface Difference {
  readonly added: readonly Entry[];
  readonly removed: readonly Entry[];
}

const between = (from: readonly Entry[], to: readonly Entry[], key: (entry: Entry) => string): Difference => {
  const before = new Set(from.map(key));
  const after = new Set(to.map(key));
  return {
    added: to.filter((entry) => !before.has(key(entry))),
    removed: from.filter((entry) => !after.has(key(entry))),
  };
};

/** Which blocks come and go between two lists. One that ends later than before neither comes nor goes. */
export const difference = (from: readonly Entry[], to: readonly Entry[]): Difference => between(from, to, named);

/** Whether two lists are written with the same words, ends included. */
export function sameWords(one: readonly Entry[], other: readonly Entry[]): boolean {
  const { added, removed } = between(one, other, said);
  return added.length === 0 && removed.length === 0;
}

/** Whether what was told is the same, also when each lapses. */
export function sameTold(one: ReadonlyMap<string, Entry>, other: ReadonlyMap<string, Entry>): boolean {
  if (one.size !== other.size) return false;
  for (const [id, entry] of one) {
    const now = other.get(id);
    if (now?.sequence !== entry.sequence || now.lapsed !== entry.lapsed || now.expiresAt !== entry.expiresAt)
      return false;
  }
  return true;
}
