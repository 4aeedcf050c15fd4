import { Problem } from '../problem/problem.js';
import { jsonPointer } from './validation.js';

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Deep enough for every schema of the product; deeper is an attack on the stack. */
const DEEPEST = 64;

/**
 * A JSON body from its bytes: refuses what is not UTF-8 (`invalid-encoding`), not JSON, nested too deeply, or holds NUL or half a
 * surrogate pair in a text (PostgreSQL could not keep it), naming the field. An empty body is `undefined`.
 * @throws {Problem}
 */
export function parseJsonBody(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    throw new Problem('invalid-encoding');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Problem('invalid-request', {
      detail: { vi: 'Nội dung không phải là JSON hợp lệ.', en: 'The body is not valid JSON.' },
    });
  }
  checkTexts(value);
  return value;
}

/** Names by which a parsed text could reach into objects; no schema has them. */
const PROTOTYPE: ReadonlySet<string> = new Set(['__proto__', 'constructor']);

const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Refuses texts, at any depth of a body or a query, that no database column can hold.
 * @throws {Problem} `invalid-request` pointing at the first one.
 */
export function checkTexts(value: unknown, path: readonly PropertyKey[] = []): void {
  if (typeof value === 'string') checkText(value, path);
  if (typeof value !== 'object' || value === null) return;
  if (path.length >= DEEPEST) {
    throw unusable(path.slice(0, 3), 'too-deep', { vi: 'Lồng nhau quá sâu', en: 'Nested too deeply' });
  }
  for (const [key, member] of Object.entries(value)) {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    checkText(key, path);
    if (PROTOTYPE.has(key))
      throw unusable(path, 'unrecognized-keys', { vi: 'Trường không được nhận', en: 'Unknown field' });
    checkTexts(member, at);
  }
}

/** @throws {Problem} `invalid-request` pointing at a text that no database column can hold. */
export function checkText(text: string, path: readonly PropertyKey[]): void {
  if (text.includes('\0')) {
    throw unusable(path, 'nul-character', {
      vi: 'Không được chứa ký tự NUL',
      en: 'Must not contain the NUL character',
    });
  }
  if (LONE_SURROGATE.test(text)) {
    throw unusable(path, 'invalid-unicode', {
      vi: 'Không phải văn bản Unicode hợp lệ',
      en: 'Is not well-formed Unicode',
    });
  }
}

function unusable(path: readonly PropertyKey[], code: string, detail: { vi: string; en: string }): Problem {
  return new Problem('invalid-request', { errors: [{ pointer: jsonPointer(path), detail, code }] });
}
