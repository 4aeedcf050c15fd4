/**
 * The marks around an address belong to the sentence, not to the address: `(xem https://a.example/x).`. Everything
 * walks from the end instead of using a regular expression, which would be quadratic on a long run of dots.
 */

const CLOSERS: Readonly<Record<string, string>> = {
  ')': '(',
  ']': '[',
  '}': '{',
  '）': '（',
  '】': '【',
  '」': '「',
  '》': '《',
};
const TAIL = charSet('.,;:!?…"\'`*>”’»›。，、；：！？');
const HEAD = charSet('<"\'`*([{“‘«‹（【「《•>');
/** Whitespace, control characters and invisible format marks (bidi, zero-width). */
const BLANK = /[\s\p{Cc}\p{Cf}]/u;
const BRACKETED_ADDRESS = /^\[[0-9a-f:.]*:[0-9a-f:.]*\]/i;

function charSet(chars: string): ReadonlySet<string> {
  return new Set(Array.from(chars));
}

function count(text: string, char: string, end: number): number {
  let found = 0;
  for (let at = text.indexOf(char); at >= 0 && at < end; at = text.indexOf(char, at + 1)) found += 1;
  return found;
}

/**
 * The text without closing punctuation and blanks; a closing bracket stays while it has its opening one, as in
 * `/wiki/Ao_(nuoc)`, and `/..` is a path.
 */
export function trimTail(text: string): string {
  let end = text.length;
  const surplus = new Map<string, number>();
  for (; end > 0; end -= 1) {
    const char = text.charAt(end - 1);
    if (TAIL.has(char) || BLANK.test(char)) continue;
    const opener = CLOSERS[char];
    if (opener === undefined) break;
    const left = surplus.get(char) ?? count(text, char, end) - count(text, opener, end);
    if (left <= 0) break;
    surplus.set(char, left - 1);
  }
  const dropped = text.slice(end);
  return dropped === '' || (dropped === '..' && text.charAt(end - 1) === '/') ? text : text.slice(0, end);
}

/** The text without blanks, opening quotes, brackets and list marks; an IPv6 address keeps its bracket. */
export function trimHead(text: string): string {
  let start = 0;
  for (; start < text.length; start += 1) {
    const char = text.charAt(start);
    if (!BLANK.test(char) && (!HEAD.has(char) || BRACKETED_ADDRESS.test(text.slice(start, start + 48)))) break;
  }
  return start === 0 ? text : text.slice(start);
}

/** The text without blanks at its ends. */
export function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && BLANK.test(text.charAt(start))) start += 1;
  while (end > start && BLANK.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}
