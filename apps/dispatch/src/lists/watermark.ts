import { createHmac } from 'node:crypto';
import { AGE_BANDS, keysOf } from '#libs/contracts';
import type { AgeBand, KeyRole } from '#libs/contracts';
import type { FeedSide } from '../feed/feed-side.js';

/** Names the reader of a list inside it, so that a list that leaks says from where. Not a secret, cannot be guessed for others. */
export const watermarkOf = (secret: Buffer, reader: string): string =>
  createHmac('sha256', secret).update(`list watermark\0${reader}`).digest('hex').slice(0, LENGTH);

/** Hexadecimal digits. */
const LENGTH = 32;

/** Who reads a list, as its watermark names it. `key` is the id of the reader's key. */
export const listReader = {
  provider: (lane: FeedSide['lane'], provider: string, key: string): string => `${lane}:${provider}:${key}`,
  school: (key: string): string => `school:${key}`,
};

/** The scope of a TAXII collection: its id is made of it, and with the key's id it is what its watermark names. */
export const taxiiScope = {
  provider: (lane: FeedSide['lane'], provider: string): string => `taxii:${lane}:${provider}`,
  school: (band: AgeBand | undefined): string => `taxii:school:${band ?? 'all'}`,
};
export const taxiiReader = (scope: string, key: string): string => `${scope}:${key}`;

/** A key as far as its watermarks depend on it. */
export interface MarkedKey {
  readonly id: string;
  readonly role: KeyRole;
  readonly provider: string | null;
}

/** One watermark that was read back. */
export interface ReadWatermark<Key extends MarkedKey = MarkedKey> {
  readonly watermark: string;
  /** What it was made for: a list, or an object of a TAXII collection. */
  readonly form: 'list' | 'taxii';
  readonly key: Key;
}

/** Every watermark that something made for one of these keys can carry, by its text. */
export function watermarksOf<Key extends MarkedKey>(
  secret: Buffer,
  keys: readonly Key[],
): ReadonlyMap<string, ReadWatermark<Key>> {
  const all = new Map<string, ReadWatermark<Key>>();
  for (const key of keys) {
    const { lists, scopes } = readersOf(key);
    const add = (form: ReadWatermark['form'], reader: string): void => {
      const watermark = watermarkOf(secret, reader);
      all.set(watermark, { watermark, form, key });
    };
    for (const reader of lists) add('list', reader);
    for (const scope of scopes) add('taxii', taxiiReader(scope, key.id));
  }
  return all;
}

function readersOf({ id, role, provider }: MarkedKey): { lists: string[]; scopes: string[] } {
  if (role === 'school') {
    const scopes = [undefined, ...keysOf(AGE_BANDS)].map((band) => taxiiScope.school(band));
    return { lists: [listReader.school(id)], scopes };
  }
  if (role !== 'provider' && role !== 'sandbox') return { lists: [], scopes: [] };
  const lane = role === 'sandbox' ? 'sandbox' : 'requests';
  const name = provider ?? id;
  return { lists: [listReader.provider(lane, name, id)], scopes: [taxiiScope.provider(lane, name)] };
}

/**
 * The known watermarks in a text, each once, in the order they stand there. It does not matter which form the text had, which lines
 * are missing or where they stand now, as long as one watermark is whole: once on a list, once in every TAXII object.
 * @param text in pieces of any length, as a file is read.
 */
export async function watermarksIn<Key extends MarkedKey>(
  text: AsyncIterable<string | Buffer>,
  known: ReadonlyMap<string, ReadWatermark<Key>>,
): Promise<ReadWatermark<Key>[]> {
  const found = new Set<ReadWatermark<Key>>();
  let rest = '';
  const look = (piece: string): void => {
    for (const [mark] of piece.matchAll(MARK)) {
      const read = known.get(mark.toLowerCase());
      if (read) found.add(read);
    }
  };
  for await (const piece of text) {
    const all = rest + piece.toString('latin1');
    // What a piece ends with may be the beginning of a watermark: it is looked at with the next.
    const from = /[0-9a-f]*$/i.exec(all.slice(-MOST_KEPT))?.[0].length ?? 0;
    look(all.slice(0, all.length - from));
    rest = all.slice(all.length - from);
  }
  look(rest);
  return [...found];
}

/** A run of exactly so many digits: no part of a longer one. */
const MARK = /(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/gi;
/** Longer runs of digits are no watermark. */
const MOST_KEPT = 4 * LENGTH;
