/**
 * Safe Browsing's repeated unescaping, on the ASCII that the WHATWG parser gives. Text here is a "byte string": one
 * char per byte (0–255). Everything is linear in the length: `%252525…` must not cost a square.
 */

const PERCENT = 0x25;

/**
 * UTF-8 of marks that a paste leaves behind and no server means: zero-width space, bidi marks and isolates, word
 * joiner, BOM, soft hyphen.
 */
function endsInInvisibleMark(out: number[]): number {
  const n = out.length;
  const last = out[n - 1] ?? 0;
  if (last < 0x80) return 0;
  const before = out[n - 2];
  if (before === 0xc2 && last === 0xad) return 2;
  if (before === 0xd8 && last === 0x9c) return 2;
  const lead = out[n - 3];
  if (lead === 0xef && before === 0xbb && last === 0xbf) return 3;
  if (lead !== 0xe2) return 0;
  if (before === 0x80) return last === 0x8b || last === 0x8e || last === 0x8f || (last >= 0xaa && last <= 0xae) ? 3 : 0;
  return before === 0x81 && (last === 0xa0 || (last >= 0xa6 && last <= 0xa9)) ? 3 : 0;
}

function hexValue(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** What {@link unescapeAll} read. */
export interface Unescaped {
  readonly bytes: string;
  /** An invisible mark stood in the text and was taken out. */
  readonly marks: boolean;
}

/**
 * Unescapes until no escape is left, and takes invisible marks out. The result is the same as repeating whole passes
 * (escapes cannot overlap), but each byte is touched a bounded number of times.
 */
export function unescapeAll(text: string): Unescaped {
  if (!text.includes('%')) return { bytes: text, marks: false };
  const out: number[] = [];
  let marks = false;
  for (let at = 0; at < text.length; at += 1) {
    out.push(text.charCodeAt(at));
    for (;;) {
      const n = out.length;
      if (n >= 3 && out[n - 3] === PERCENT) {
        const high = hexValue(out[n - 2] ?? 0);
        const low = hexValue(out[n - 1] ?? 0);
        if (high >= 0 && low >= 0) {
          out.length = n - 3;
          out.push(high * 16 + low);
          continue;
        }
      }
      const mark = endsInInvisibleMark(out);
      if (mark === 0) break;
      out.length -= mark;
      marks = true;
    }
  }
  return { bytes: bytesToString(out), marks };
}

function bytesToString(bytes: readonly number[]): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.slice(at, at + 4096));
  return text;
}

/** The bytes one part of a URL must escape: controls, space, everything from DEL on, and `more`. */
export function escapeSet(more: string): Uint8Array {
  const set = new Uint8Array(256);
  for (let code = 0; code < 256; code += 1) if (code <= 0x20 || code >= 0x7f) set[code] = 1;
  for (const char of more) set[char.charCodeAt(0)] = 1;
  return set;
}

/** `%XX` in upper-case hex, the form every canonical URL here uses. */
export function escapeByte(code: number): string {
  return `%${code.toString(16).toUpperCase().padStart(2, '0')}`;
}

/** Escapes the bytes of `set`, each once. */
export function escapeBytes(bytes: string, set: Uint8Array): string {
  let text = '';
  let from = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const code = bytes.charCodeAt(at);
    if (set[code] !== 1) continue;
    text += bytes.slice(from, at) + escapeByte(code);
    from = at + 1;
  }
  return from === 0 ? bytes : text + bytes.slice(from);
}
