export type Delimiter = ',' | ';' | '\t';
export const DELIMITERS: readonly Delimiter[] = [',', ';', '\t'];

/** Cells of one record, or `open` when a quoted cell goes on in the next line. */
export type CsvRecord = { readonly cells: string[] } | { readonly open: true };

/**
 * Splits one record (RFC 4180): a cell that begins with a quote runs to the closing one, two quotes inside are one.
 * Text after a closing quote is kept, a quote inside an unquoted cell is a plain character. Cells are text and nothing else: a
 * leading `=`, `+`, `-` or `@` means nothing here.
 */
export function splitRecord(text: string, delimiter: Delimiter): CsvRecord {
  if (!text.includes('"')) return { cells: text.split(delimiter) };
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    let cell = '';
    if (text[at] === '"') {
      const quoted = closing(text, at);
      if (quoted === undefined) return { open: true };
      cell = quoted.value;
      at = quoted.end;
    }
    const next = text.indexOf(delimiter, at);
    if (next === -1) {
      cells.push(cell + text.slice(at));
      return { cells };
    }
    cells.push(cell + text.slice(at, next));
    at = next + 1;
  }
}

/** The quoted cell that begins at `start`, and where the text after its closing quote begins. */
function closing(text: string, start: number): { value: string; end: number } | undefined {
  let value = '';
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote === -1) return undefined;
    value += text.slice(from, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1 };
    value += '"';
    from = quote + 2;
  }
}
