/**
 * Text that somebody made unclickable on purpose: `hxxps://a[.]example/x`, `hxxp[:]//a(dot)example`. Reporters,
 * partners and our own `defang` write so.
 */

const SCHEME = /^(?:(h(?:tt|tx|xt|xx|\*\*|__)p)(s?)|(f[tx]p))(\[:\/\/\]|\[:\]|\(:\)|:)/i;
const SLASHES = /^(?:\[\/\]\[\/\]|\[\/\/\])/;
const DOT = /\[\.\]|\(\.\)|\{\.\}|\[\s?(?:dot|chấm)\s?\]|\(\s?(?:dot|chấm)\s?\)|\{\s?(?:dot|chấm)\s?\}/giu;
const COLON = /\[:\]|\(:\)/g;
const SLASH = /\[\/\]/g;

/**
 * The text as it was before defanging. Brackets in the path are touched only when host or scheme separator had some:
 * then the whole address went through a defanger, otherwise they are the address's own.
 */
export function refang(text: string): { text: string; changed: boolean } {
  const found = SCHEME.exec(text);
  const letters = found?.[1] ?? found?.[3] ?? '';
  const name = found?.[3] === undefined ? `http${(found?.[2] ?? '').toLowerCase()}` : 'ftp';
  const separator = found?.[4] ?? '';
  const scheme = found === null ? '' : `${name}${separator.includes('/') ? '://' : ':'}`;
  const rest = text.slice(found?.[0].length ?? 0).replace(SLASHES, '//');
  const end = authorityEnd(rest);
  const authority = rest.slice(0, end);
  const mended = authority.replace(DOT, '.').replace(COLON, ':');
  const touched = mended !== authority || separator.length > 1;
  const tail = touched ? rest.slice(end).replace(DOT, '.').replace(SLASH, '/') : rest.slice(end);
  return { text: scheme + mended + tail, changed: touched || !/^(?:http|ftp)?$/i.test(letters) };
}

/**
 * Where the authority of `text` (with or without leading slashes, without scheme) ends. A defanged `[/]` ends it before
 * its bracket.
 */
export function authorityEnd(text: string): number {
  let at = 0;
  while (text.charAt(at) === '/' || text.charAt(at) === '\\') at += 1;
  for (; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '?' || char === '#' || char === '\\') return at;
    if (char === '/') return text.charAt(at - 1) === '[' && text.charAt(at + 1) === ']' ? at - 1 : at;
  }
  return text.length;
}
