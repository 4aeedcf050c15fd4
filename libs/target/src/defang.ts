/**
 * The URL as text that nobody opens by accident: `hxxps://a[.]example/x`. For screens, letters and logs; `identify` reads it back to the
 * same key. Takes any text and never throws: what has no scheme gets only its dots broken.
 */
export function defang(url: string): string {
  const scheme = /^(ht)tp(s?:\/\/)/i.exec(url);
  const start = scheme?.[0].length ?? 0;
  const length = url.slice(start).search(/[/?#\\]/);
  const end = length < 0 ? url.length : start + length;
  const letters = scheme === null ? '' : `hxxp${(scheme[2] ?? '').toLowerCase()}`;
  // A literal bracket-dot in the path would be taken for ours when read back.
  const rest = url
    .slice(end)
    .replace(/\[(?=\.\]|dot\]|chấm\]|\/\])/gi, '%5B')
    .replace(/\((?=\.\)|dot\)|chấm\))/gi, '%28');
  return letters + url.slice(start, end).replaceAll('.', '[.]') + rest.replace(/\{(?=\.\}|dot\}|chấm\})/gi, '%7B');
}
