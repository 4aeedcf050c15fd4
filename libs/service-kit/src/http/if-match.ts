import { Problem } from '../problem/problem.js';

/** The `ETag` of a version: strong, quoted (RFC 9110 §8.8.3). */
export const etagOf = (version: number): string => `"${String(version)}"`;

/**
 * The version a command was decided on, from `If-Match`. One strong or weak entity tag made by `etagOf`; `*` and lists are
 * refused, because a decision is about exactly one version that a person has read.
 * @throws {Problem} `version-required` (428) when the header is missing, `invalid-request` (400) when it is no version.
 */
export function ifMatchVersion(header: string | readonly string[] | undefined): number {
  const text = typeof header === 'string' ? header.trim() : header?.join(',').trim();
  if (text === undefined || text === '') throw new Problem('version-required');
  const digits = /^(?:W\/)?"(\d{1,15})"$/.exec(text)?.[1] ?? /^(\d{1,15})$/.exec(text)?.[1];
  if (digits === undefined) {
    throw new Problem('invalid-request', {
      detail: {
        vi: 'If-Match phải là một ETag đã nhận từ máy chủ, ví dụ "7".',
        en: 'If-Match must be one ETag received from the server, e.g. "7".',
      },
    });
  }
  return Number(digits);
}
