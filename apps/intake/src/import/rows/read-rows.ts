import { isUtf8 } from 'node:buffer';
import { CsvParser } from './csv.js';
import { EncodingDetector, Transcoder, type Encoding } from './encoding.js';
import { sniffFormat, type ImportFormat } from './format.js';
import { LineSplitter, type ByteLine } from './lines.js';
import { ListParser } from './list.js';
import { NdjsonParser } from './ndjson.js';
import { sampleOf, type Row, type RowParser, type TextLine } from './row.js';

const PARSERS: Readonly<Record<ImportFormat, new () => RowParser>> = {
  csv: CsvParser,
  ndjson: NdjsonParser,
  list: ListParser,
};
const SNIFFED_LINES = 20;

/** How bytes are written; the whole source is read once. */
export async function detectEncoding(source: AsyncIterable<Buffer>): Promise<Encoding> {
  const detector = new EncodingDetector();
  for await (const chunk of source) detector.push(chunk);
  return detector.result();
}

/** From bytes in any chunks to rows. The same bytes give the same rows in the same order, however they are cut. */
export class RowReader {
  readonly #transcoder: Transcoder;
  readonly #splitter = new LineSplitter();
  readonly #composed: boolean;
  #parser: RowParser | undefined;
  #head: TextLine[] = [];

  /** @param format undefined: told from the first lines. */
  constructor(encoding: Encoding, format: ImportFormat | undefined) {
    this.#transcoder = new Transcoder(encoding);
    this.#composed = encoding === 'windows-1258';
    this.#parser = format && new PARSERS[format]();
  }

  push(chunk: Buffer): Row[] {
    return this.#rows(this.#splitter.push(this.#transcoder.push(chunk)));
  }

  end(): Row[] {
    const rows = this.#rows([...this.#splitter.push(this.#transcoder.end()), ...this.#splitter.end()]);
    rows.push(...this.#start(), ...(this.#parser?.end() ?? []));
    return rows;
  }

  #rows(lines: readonly ByteLine[]): Row[] {
    const rows: Row[] = [];
    for (const bytes of lines) {
      const line = this.#text(bytes);
      if (this.#parser !== undefined) rows.push(...parse(this.#parser, line));
      else if (this.#head.push(line) >= SNIFFED_LINES) rows.push(...this.#start());
    }
    return rows;
  }

  /** Decides the format and reads the lines that were held for it. */
  #start(): Row[] {
    const held = this.#head;
    this.#head = [];
    if (this.#parser === undefined) {
      this.#parser = new PARSERS[
        sniffFormat(held.filter((line) => line.reject === undefined).map((line) => line.text))
      ]();
    }
    const parser = this.#parser;
    return held.flatMap((line) => parse(parser, line));
  }

  #text({ number, bytes, tooLong }: ByteLine): TextLine {
    const text = bytes.toString('utf8');
    if (tooLong) return { number, text, reject: 'too-long' };
    if (!isUtf8(bytes) || bytes.includes(0)) return { number, text, reject: 'invalid-text' };
    // Windows-1258 writes tones as separate marks: composed again, as everybody else writes them.
    return { number, text: this.#composed ? text.normalize('NFC') : text };
  }
}

const parse = (parser: RowParser, line: TextLine): readonly Row[] =>
  line.reject === undefined
    ? parser.line(line)
    : [{ line: line.number, text: sampleOf(line.text), reject: line.reject }];

/** Rows of a source, an array for each chunk that completed some. */
export async function* readRows(
  source: AsyncIterable<Buffer>,
  encoding: Encoding,
  format: ImportFormat | undefined,
): AsyncGenerator<readonly Row[]> {
  const reader = new RowReader(encoding, format);
  for await (const chunk of source) {
    const rows = reader.push(chunk);
    if (rows.length > 0) yield rows;
  }
  const rest = reader.end();
  if (rest.length > 0) yield rest;
}
