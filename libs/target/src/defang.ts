import { escapeByte } from './escape.js';

/**
 * The URL as text that nobody opens by accident: `hxxps://a[.]example/x`. For screens, letters and logs; `identify`
 * reads it back to the same key. Takes any text and never throws: what has no scheme gets only its dots broken.
 */
export function defang(url: string): string {
  const scheme = /^(?:http(s?)|ftp):\/\//i.exec(url);
  const start = scheme?.[0].length ?? 0;
  const length = url.slice(start).search(/[/?#\\]/);
  const end = length < 0 ? url.length : start + length;
  const letters = scheme === null ? '' : scheme[1] === undefined ? 'fxp://' : `hxxp${scheme[1].toLowerCase()}://`;
  return (
    letters + url.slice(start, end).replaceAll('.', '[.]') + url.slice(end).replace(LOOKS_DEFANGED, escapeBrackets)
  );
}

/** What `refang` would take for ours in the path; escaped brackets mean the same to the key. */
const LOOKS_DEFANGED = /([[({])(\s?(?:\.|\/|:|dot|chấm)\s?)([\])}])/giu;

function escapeBrackets(_whole: string, opening: string, inside: string, closing: string): string {
  return escapeByte(opening.charCodeAt(0)) + inside + escapeByte(closing.charCodeAt(0));
}
