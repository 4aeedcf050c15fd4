import { fieldOf, type FieldName } from './columns.js';
import { DELIMITERS, splitRecord, type Delimiter } from './csv-record.js';
import { interpret, type Cells } from './interpret.js';
import { looksLikeLink } from './looks-like-link.js';
import { sampleOf, type Row, type RowParser, type TextLine } from './row.js';

/** A quoted cell may run over this much; beyond it the quote counts as never closed and only its line is lost. */
const LONGEST_RECORD = { lines: 200, characters: 256 * 1024 };

interface Layout {
  readonly delimiter: Delimiter;
  /** What each column means; undefined columns are left alone. */
  readonly columns: readonly (FieldName | undefined)[];
}

/**
 * A spreadsheet saved as text: columns in any order, heads in Vietnamese or English, `,` `;` or tab, a line `sep=;` as Excel
 * writes it. Without a recognisable head line, the first cell that looks like a link tells the column of links.
 */
export class CsvParser implements RowParser {
  #layout: Layout | undefined;
  #sep: Delimiter | undefined;
  #open: TextLine[] = [];
  #openCharacters = 0;

  line(line: TextLine): Row[] {
    if (this.#open.length === 0 && line.text.trim() === '') return [];
    this.#open.push(line);
    this.#openCharacters += line.text.length;
    // Inside a quoted cell only a line with a quote can close it.
    const canClose = this.#open.length === 1 || line.text.includes('"');
    return canClose || this.#full() ? this.#settle(false) : [];
  }

  end(): Row[] {
    return this.#settle(true);
  }

  /** Reads the held lines as one record, or gives the first of them up when its quote is never closed. */
  #settle(atEnd: boolean): Row[] {
    const rows: Row[] = [];
    while (this.#open.length > 0) {
      const text =
        this.#open.length === 1 ? (this.#open[0]?.text ?? '') : this.#open.map((line) => line.text).join('\n');
      const record = this.#read(text);
      if (record !== undefined) {
        rows.push(...record);
        this.#forget();
        return rows;
      }
      if (!atEnd && !this.#full()) return rows;
      rows.push(...this.#giveUp());
    }
    return rows;
  }

  /** The first held line is broken; the lines after it are read again as if it had not been there. */
  #giveUp(): Row[] {
    const [first, ...rest] = this.#open;
    this.#forget();
    if (first === undefined) return [];
    const rows: Row[] = [{ line: first.number, text: sampleOf(first.text), reject: 'open-quote' }];
    for (const line of rest) rows.push(...this.line(line));
    return rows;
  }

  #full(): boolean {
    return this.#open.length >= LONGEST_RECORD.lines || this.#openCharacters >= LONGEST_RECORD.characters;
  }

  #forget(): void {
    this.#open = [];
    this.#openCharacters = 0;
  }

  /** The rows of one whole record; undefined while a quote is open. */
  #read(text: string): Row[] | undefined {
    const sep = /^sep=([,;\t])$/i.exec(text.trim());
    if (this.#layout === undefined && sep) {
      this.#sep = sep[1] as Delimiter;
      return [];
    }
    const layout = this.#layout ?? this.#layoutOf(text);
    const record = splitRecord(text, layout.delimiter);
    if ('open' in record) return undefined;
    const isHead = this.#layout === undefined && record.cells.some((cell) => fieldOf(cell) === 'url');
    this.#layout = layout;
    return isHead ? [] : [this.#row(text, record.cells, layout)];
  }

  #row(text: string, given: readonly string[], { columns }: Layout): Row {
    const cells: Cells = {};
    columns.forEach((field, index) => {
      const cell = given[index]?.trim();
      if (field !== undefined && cell !== undefined && cell !== '') cells[field] ??= cell;
    });
    return { line: this.#open[0]?.number ?? 0, text: sampleOf(text), ...interpret(cells) };
  }

  #layoutOf(text: string): Layout {
    const candidates = (this.#sep === undefined ? DELIMITERS : [this.#sep]).map((delimiter) => {
      const record = splitRecord(text, delimiter);
      const cells = 'cells' in record ? record.cells : [];
      const columns = cells.map(fieldOf);
      return { delimiter, cells, columns, known: columns.filter((column) => column !== undefined).length };
    });
    const best = candidates.reduce((a, b) =>
      b.known > a.known || (b.known === a.known && b.cells.length > a.cells.length) ? b : a,
    );
    if (best.columns.includes('url')) return best;
    const link = best.cells.findIndex(looksLikeLink);
    // No head line: the rest of such a row is what somebody wrote about the link.
    return {
      delimiter: best.delimiter,
      columns: best.cells.map((_, i) =>
        i === Math.max(link, 0) ? 'url' : i === noteColumn(best.cells, link) ? 'note' : undefined,
      ),
    };
  }
}

/** In a file without heads: the longest other cell of the first row. */
const noteColumn = (cells: readonly string[], link: number): number =>
  cells.reduce((best, cell, i) => (i !== Math.max(link, 0) && cell.length > (cells[best]?.length ?? 0) ? i : best), -1);
