/** One line of a list that came by letter. */
export interface LetterRow {
  /** The physical line, from 1. */
  readonly line: number;
  readonly urls: readonly string[];
  readonly note: string;
  readonly state: 'ready' | 'no-link' | 'again' | 'too-long';
  /** With `again`: the line that says the same. */
  readonly sameAs?: number;
}

const MOST_URLS = 100;
const LONGEST_URL = 8_192;
const LONGEST_NOTE = 19_000;

/** Looks like an address: a scheme, or a dot between letters without spaces; also as people defang it. */
const LINK =
  /^(?:(?:h[tx]{2}ps?|ftp):\/\/\S+|(?:www\.)?[\p{L}\p{N}-]+(?:(?:\.|\[\.\])[\p{L}\p{N}-]+)+(?:[:/?#]\S*)?)$/iu;
const NUMBER_OR_DATE = /^[\d./:-]+$/;

const isLink = (cell: string): boolean =>
  LINK.test(cell) && (!NUMBER_OR_DATE.test(cell) || /^\d+(\.\d+){3}$/.test(cell));

/** The sign that separates columns: the one of tab, semicolon, comma that stands in most lines. */
const separatorOf = (lines: readonly string[]): string => {
  const count = (sign: string): number => lines.filter((line) => line.includes(sign)).length;
  const [best] = ['\t', ';', ','].map((sign) => ({ sign, count: count(sign) })).sort((a, b) => b.count - a.count);
  return best === undefined || best.count === 0 ? '\t' : best.sign;
};

/** Cells of a line; a quoted cell may hold the separator, two quotes stand for one. */
const cellsOf = (line: string, separator: string): string[] => {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const sign = line.charAt(at);
    if (quoted) {
      if (sign === '"' && line.charAt(at + 1) === '"') {
        cell += '"';
        at++;
      } else if (sign === '"') quoted = false;
      else cell += sign;
    } else if (sign === '"' && cell.trim() === '') {
      quoted = true;
      cell = '';
    } else if (sign === separator) {
      cells.push(cell.trim());
      cell = '';
    } else cell += sign;
  }
  cells.push(cell.trim());
  return cells.filter((text) => text !== '');
};

/** A link given the way people defang it, as it was before. */
const given = (cell: string): string => cell.replace(/^hxxp/i, 'http').replaceAll('[.]', '.');

/**
 * Reads a pasted list or a CSV: each line is a report, cells that look like links are its links, the rest is its note. A first
 * line without any link is a heading. Nothing is looked up.
 */
export const readRows = (text: string): LetterRow[] => {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  const separator = separatorOf(lines.filter((line) => line.trim() !== ''));
  const seen = new Map<string, number>();
  const rows: LetterRow[] = [];
  lines.forEach((content, index) => {
    if (content.trim() === '') return;
    const line = index + 1;
    // A cell may hold several links, and words beside them.
    const words = cellsOf(content, separator).map((cell) => (isLink(cell) ? [cell] : cell.split(/\s+/)));
    const urls = [...new Set(words.flat().filter(isLink).map(given))];
    const note = words
      .map((cell) => cell.filter((word) => !isLink(word)).join(' '))
      .filter((cell) => cell !== '')
      .join(' · ');
    if (urls.length === 0) {
      if (rows.length > 0 || index > 0) rows.push({ line, urls, note, state: 'no-link' });
      return;
    }
    const key = JSON.stringify([urls.toSorted(), note]);
    const sameAs = seen.get(key);
    if (sameAs === undefined) seen.set(key, line);
    const tooLong =
      urls.length > MOST_URLS || note.length > LONGEST_NOTE || urls.some((url) => url.length > LONGEST_URL);
    rows.push({
      line,
      urls,
      note,
      state: sameAs !== undefined ? 'again' : tooLong ? 'too-long' : 'ready',
      ...(sameAs === undefined ? {} : { sameAs }),
    });
  });
  return rows;
};
