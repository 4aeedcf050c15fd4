/**
 * The marks around an address belong to the sentence, not to the address: `(xem https://a.example/x).`. Everything walks from
 * the end instead of using a regular expression, which would be quadratic on a long run of dots.
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
const TAIL = new Set([...'.,;:!?…"\'`*>”’»›。，、；：！？']);
const HEAD = new Set([...'<"\'`*([{“‘«‹（【「《•>']);
const BRACKETED_ADDRESS = /^\[[0-9a-f:.]*:[0-9a-f:.]*\]/i;

function count(text: string, char: string, end: number): number {
  let found = 0;
  for (let at = text.indexOf(char); at >= 0 && at < end; at = text.indexOf(char, at + 1)) found += 1;
  return found;
}

/** The text without closing punctuation; a closing bracket stays while it has its opening one, as in `/wiki/Ao_(nuoc)`. */
export function trimTail(text: string): string {
  let end = text.length;
  const surplus = new Map<string, number>();
  for (; end > 0; end -= 1) {
    const char = text.charAt(end - 1);
    if (TAIL.has(char)) continue;
    const opener = CLOSERS[char];
    if (opener === undefined) break;
    const left = surplus.get(char) ?? count(text, char, end) - count(text, opener, end);
    if (left <= 0) break;
    surplus.set(char, left - 1);
  }
  return end === text.length ? text : text.slice(0, end);
}

/** The text without opening quotes, brackets and list marks; an IPv6 address keeps its bracket. */
export function trimHead(text: string): string {
  let start = 0;
  while (start < text.length && HEAD.has(text.charAt(start)) && !BRACKETED_ADDRESS.test(text.slice(start, start + 48)))
    start += 1;
  return start === 0 ? text : text.slice(start);
}
