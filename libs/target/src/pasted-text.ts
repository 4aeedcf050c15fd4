import { trimBlanks, trimHead, trimTail } from './punctuation.js';
import { authorityEnd, refang } from './refang.js';
import type { TargetFlag, UnparseableReason } from './target.js';

/**
 * The longest text, and the longest canonical URL, that is looked at (UTF-16 units). No browser's address bar shares a
 * longer one intact.
 */
export const MAX_LENGTH = 8192;

/** A pasted text reduced to the address in it. */
export interface PastedAddress {
  readonly text: string;
  readonly steps: string[];
  readonly flags: TargetFlag[];
}

/**
 * Most rows of an import: nothing around the address, no bracket that could be defanged. The long way gives the same.
 */
const PLAIN = /^(?:https?:\/\/[!-'*-Z^-z|~]+|[a-z0-9][a-z0-9.-]*)$/i;
const PLAIN_END = /[a-z0-9/=_-]$/i;
const INVISIBLE = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;
const INVISIBLE_ONE = new RegExp(INVISIBLE.source, 'u');
const FULLWIDTH = /[\uff01-\uff5e]/g;
const SCHEME_IN_TEXT = /(^|[\s"'<>()[\]{}“”«»:,;|])(?=(?:h(?:tt|tx|xt|xx|\*\*|__)ps?|f[tx]p)(?::|\[:|\(:))/giu;
const FILE_END = /\.[a-z0-9]{2,5}$/i;

/**
 * Takes the address out of what a person pasted: whitespace and invisible marks at the ends, quotes and brackets
 * around, words before and after, fullwidth letters, defanged dots. What stands inside path and query is left as it is:
 * it is the reported text, and a request carries it.
 */
export function addressIn(raw: string): PastedAddress | { readonly reason: UnparseableReason } {
  if (raw.length > MAX_LENGTH) return { reason: 'too-long' };
  const steps: string[] = [];
  const flags: TargetFlag[] = [];
  if (PLAIN.test(raw) && PLAIN_END.test(raw)) return { text: raw, steps, flags };

  const step = (name: string, before: string, after: string): string => {
    if (before !== after) steps.push(name);
    return after;
  };
  if (INVISIBLE_ONE.test(raw)) flags.push('invisible-marks');
  let text = step('trimmed', raw, trimBlanks(raw));
  text = step('unwrapped', text, trimTail(trimHead(text)));
  text = step('fullwidth-folded', text, foldFullwidth(text));
  const starts = [...text.matchAll(SCHEME_IN_TEXT)].map((match) => match.index + (match[1] ?? '').length);
  const [first] = starts;
  if (first !== undefined && starts.some((start) => /\s/u.test(text.slice(first, start))))
    return { reason: 'several-addresses' };
  if (first !== undefined && first > 0 && !looksLikeAddress(text.slice(0, first))) {
    flags.push('words-around');
    text = step('words-before-dropped', text, text.slice(first));
  }
  const shorter = withoutWordsAfter(text);
  if (shorter !== text) flags.push('words-around');
  text = step('words-after-dropped', text, shorter);
  text = step('punctuation-dropped', text, trimTail(text));
  const refanged = refang(text);
  if (refanged.changed) steps.push('refanged');
  text = step('invisible-dropped', refanged.text, withoutInvisibleInAuthority(refanged.text));
  if (/^(?:https?|ftp)%3a(?:%2f|\/)/i.test(text)) text = step('unescaped-whole', text, decoded(text));
  if (/\s/u.test(text)) flags.push('inner-whitespace');
  return text === '' ? { reason: 'empty' } : { text, steps, flags };
}

/**
 * Fullwidth forms in the scheme or host: an input method wrote them, so it wrote the rest too. In a path alone they are
 * the path's own.
 */
function foldFullwidth(text: string): string {
  const wide = text.search(FULLWIDTH);
  if (wide < 0) return text;
  const head = text.replace(/^[a-z]+:\/*/i, '');
  if (wide >= text.length - head.length + authorityEnd(head)) return text;
  return text.replace(FULLWIDTH, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0));
}

/** Text before a scheme that is itself the address, as in `a.example/?u=https://…` or `a.example/,https://…`. */
function looksLikeAddress(before: string): boolean {
  return !/\s/u.test(before) && /[/?]/.test(before);
}

/**
 * `https://a.example/x trang này xấu lắm`: the sentence after an address goes when it is plainly prose (a word with a
 * letter beyond ASCII) and does not end like a file name. Otherwise a space is part of the path, as browsers read it.
 */
function withoutWordsAfter(text: string): string {
  const space = text.search(/\s/u);
  if (space < 0) return text;
  const after = text.slice(space);
  return /\P{ASCII}/u.test(after) && !FILE_END.test(after) ? text.slice(0, space) : text;
}

/**
 * Between scheme and path an invisible mark is never meant; joiners stay, some scripts need them and the parser knows
 * where.
 */
function withoutInvisibleInAuthority(text: string): string {
  const scheme = /^[^/?#]*:[/\\]*/u.exec(text)?.[0].length ?? 0;
  const end = scheme + authorityEnd(text.slice(scheme));
  return text.slice(0, end).replace(INVISIBLE, '') + text.slice(end);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
