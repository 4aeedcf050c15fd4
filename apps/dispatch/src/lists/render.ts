import { createHash } from 'node:crypto';
import type { FeedFormat, RequestItem } from '#libs/contracts';
import { canSay, write } from '#libs/lists';

/** What a list says of one target. `open` is false for referral categories: their targets never stand in an open format. */
export interface ListEntry {
  readonly target: RequestItem['target'];
  readonly open: boolean;
  /** When the block ends, unless it is renewed. */
  readonly until: string;
  /** The JSON list's line, without anything that changes while the content stays the same. */
  readonly json: object;
}

export interface List {
  readonly bytes: Buffer;
  readonly contentType: string;
  /** Hex SHA-256 of the bytes. */
  readonly sha256: string;
  /** Targets that this format cannot express, or may not hold. They are left out, and said. */
  readonly leftOut: number;
}

/**
 * One list in one format. The bytes depend on the content and its reader alone: sorted, without a time of making, so that the
 * same content has the same hash on every machine and a 304 can be trusted. What the format cannot express exactly is left
 * out rather than widened, and counted.
 */
export function renderList(format: FeedFormat, entries: readonly ListEntry[], watermark: string): List {
  if (format === 'json') {
    const text = `${JSON.stringify({ watermark, items: entries.map((entry) => entry.json) })}\n`;
    return listOf(text, 'application/json; charset=utf-8', 0);
  }
  const said = entries.filter((entry) => entry.open && canSay(format, entry.target));
  const { comment, head, lines } = write(format, said);
  const text = [`${comment} ${watermark}`, ...head, ...lines, ''].join('\n');
  return listOf(text, 'text/plain; charset=utf-8', entries.length - said.length);
}

function listOf(text: string, contentType: string, leftOut: number): List {
  const bytes = Buffer.from(text, 'utf8');
  return { bytes, contentType, sha256: createHash('sha256').update(bytes).digest('hex'), leftOut };
}
