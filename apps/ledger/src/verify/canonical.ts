import { createHash } from 'node:crypto';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * RFC 8785, written a second time on purpose: the checker shares no code with the writer, or both would make the
 * same mistake and agree. Object keys in UTF-16 order, numbers and strings as ECMAScript serialises them.
 */
export const canonicalForm = (value: Json): string => {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalForm).join(',')}]`;
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalForm(value[key] ?? null)}`);
  return `{${members.join(',')}}`;
};

const isList = (value: object): value is readonly Json[] => Array.isArray(value);

/** RFC 6962 leaf hash: SHA-256 over a zero byte and the entry. */
export const leafHash = (entry: Json): Buffer =>
  createHash('sha256').update(Buffer.of(0)).update(canonicalForm(entry), 'utf8').digest();

export type { Json };
