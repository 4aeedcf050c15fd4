import { Problem } from '../problem/problem.js';

/**
 * The caller's `Idempotency-Key`: 1 to 255 visible ASCII characters, with or without the quotes of a structured field; undefined when
 * the header is missing.
 * @throws {Problem} `invalid-request` (400) for anything else.
 */
export function idempotencyKey(header: string | readonly string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const text = typeof header === 'string' ? header.trim() : '';
  const key = /^"(.+)"$/.exec(text)?.[1] ?? text;
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new Problem('invalid-request', {
    detail: {
      vi: 'Idempotency-Key phải gồm 1 đến 255 ký tự ASCII không có khoảng trắng.',
      en: 'Idempotency-Key must be 1 to 255 ASCII characters without spaces.',
    },
  });
}
