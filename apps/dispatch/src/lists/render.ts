import { createHash, createHmac } from 'node:crypto';
import type { FeedFormat, RequestItem } from '#libs/contracts';

/** What a list says of one target. `open` is false for referral categories: their targets never stand in an open format. */
export interface ListEntry {
  readonly target: RequestItem['target'];
  readonly open: boolean;
  /** The JSON list's line, without anything that changes while the content stays the same. */
  readonly json: object;
}

export interface List {
  readonly bytes: Buffer;
  readonly contentType: string;
  /** Hex SHA-256 of the bytes. */
  readonly sha256: string;
}

const CONTENT_TYPES: Readonly<Record<FeedFormat, string>> = {
  json: 'application/json; charset=utf-8',
  urls: 'text/plain; charset=utf-8',
  domains: 'text/plain; charset=utf-8',
  hosts: 'text/plain; charset=utf-8',
};

/**
 * One list in one format. The bytes depend on the content and its reader alone: sorted, without a time of making, so that the
 * same content has the same hash on every machine and a 304 can be trusted.
 *
 * `domains` holds names as they are matched: `name` is that name, `*.name` everything below it (a wildcard does not cover
 * its apex, hence both lines for a domain). A hosts file knows no wildcard: there a domain is its apex alone.
 */
export function renderList(format: FeedFormat, entries: readonly ListEntry[], watermark: string): List {
  const bytes = Buffer.from(textOf(format, entries, watermark), 'utf8');
  return {
    bytes,
    contentType: CONTENT_TYPES[format],
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

/** Names the reader of a list inside it, so that a list that leaks says from where. Not a secret, cannot be guessed for others. */
export const watermarkOf = (secret: Buffer, reader: string): string =>
  createHmac('sha256', secret).update(`list watermark\0${reader}`).digest('hex').slice(0, 32);

function textOf(format: FeedFormat, entries: readonly ListEntry[], watermark: string): string {
  if (format === 'json') {
    return `${JSON.stringify({ watermark, items: entries.map((entry) => entry.json) })}\n`;
  }
  const lines = new Set(entries.filter((entry) => entry.open).flatMap((entry) => linesOf(format, entry.target)));
  return [`# ${watermark}`, ...[...lines].sort(), ''].join('\n');
}

function linesOf(format: Exclude<FeedFormat, 'json'>, target: RequestItem['target']): string[] {
  switch (format) {
    case 'urls':
      return 'url' in target ? [target.url] : [];
    case 'domains':
      if ('domain' in target) return [target.domain, `*.${target.domain}`];
      return 'host' in target ? [target.host] : [];
    case 'hosts': {
      const name = 'domain' in target ? target.domain : 'host' in target ? target.host : undefined;
      return name === undefined ? [] : [`0.0.0.0 ${name}`, `:: ${name}`];
    }
  }
}
