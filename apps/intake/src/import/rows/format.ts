import { fieldOf } from './columns.js';
import { DELIMITERS, splitRecord } from './csv-record.js';
import { looksLikeLink } from './looks-like-link.js';

export type ImportFormat = 'csv' | 'ndjson' | 'list';

/** The format a media type promises; undefined: look at the text. */
export function formatOfMediaType(mediaType: string | undefined): ImportFormat | undefined {
  const type = mediaType?.split(';')[0]?.trim().toLowerCase();
  if (type === 'text/csv') return 'csv';
  if (type === 'application/x-ndjson' || type === 'application/ndjson') return 'ndjson';
  return undefined;
}

/** What a file is, from its first lines: a JSON object, a head line or separated cells, else a list of names. */
export function sniffFormat(firstLines: readonly string[]): ImportFormat {
  const first = firstLines.find((line) => line.trim() !== '' && !/^\s*[#!]/.test(line));
  if (first === undefined) return 'list';
  if (/^\s*[{"]/.test(first) && isJson(first)) return 'ndjson';
  if (/^sep=[,;\t]$/i.test(first.trim())) return 'csv';
  for (const delimiter of DELIMITERS) {
    const record = splitRecord(first, delimiter);
    const cells: readonly string[] = 'cells' in record ? record.cells : first.split(delimiter);
    if (cells.some((cell) => fieldOf(cell) === 'url')) return 'csv';
    if (cells.length > 1 && cells.some(looksLikeLink) && !looksLikeLink(first)) return 'csv';
  }
  return 'list';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return /^\s*\{/.test(text);
  }
}
