import type { ReadAllOptions } from './types.js';

/** Positions looked at by one query, at the least and at the most. */
const NARROW = 500;
const WIDE = 50_000;

/** Rows with low < position <= high, in the direction asked for, at most `limit`. */
export type ReadWindow<R> = (low: number, high: number, limit: number) => Promise<R[]>;

/**
 * One page of the log, collected from windows of positions that widen while they hold little. Each query is bounded by its
 * window, whatever plan the database finds for it: a rare type far away costs one pass over the log and not one per page.
 */
export async function readPage<R>(
  options: ReadAllOptions,
  read: ReadWindow<R>,
  head: () => Promise<number>,
): Promise<R[]> {
  const { after, limit, direction } = options;
  if (limit <= 0) return [];
  if (direction === 'backwards') {
    return backwards(Math.min(after - 1, options.upTo ?? Infinity, await head()), limit, read);
  }
  if (options.upTo !== undefined) return forwards(after, options.upTo, limit, read);
  const first = await read(after, after + Math.max(limit, NARROW), limit);
  if (first.length === limit) return first;
  const end = await head();
  if (end <= after + Math.max(limit, NARROW)) return first;
  // The log goes on behind the window. What was committed into the window meanwhile must not be skipped: start over.
  return forwards(after, end, limit, read);
}

async function forwards<R>(after: number, end: number, limit: number, read: ReadWindow<R>): Promise<R[]> {
  const rows: R[] = [];
  let width = Math.max(limit, NARROW);
  for (let low = after; low < end && rows.length < limit; low += width, width = Math.min(width * 4, WIDE)) {
    rows.push(...(await read(low, Math.min(low + width, end), limit - rows.length)));
  }
  return rows;
}

async function backwards<R>(newest: number, limit: number, read: ReadWindow<R>): Promise<R[]> {
  const rows: R[] = [];
  let width = Math.max(limit, NARROW);
  for (let high = newest; high > 0 && rows.length < limit; high -= width, width = Math.min(width * 4, WIDE)) {
    rows.push(...(await read(Math.max(high - width, 0), high, limit - rows.length)));
  }
  return rows;
}
