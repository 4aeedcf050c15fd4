import type { ImportReject } from '#libs/contracts';
import type { ReportInput } from '../../receive/report-input.js';

interface Place {
  /** The physical line the row starts on, from 1. */
  readonly line: number;
  /** The beginning of the row as it stood in the file, trimmed, for the list of rejects. */
  readonly text: string;
}

/** A row that can become a report, or one that cannot and why. */
export type Row = (Place & { readonly fields: ReportInput }) | (Place & { readonly reject: ImportReject });

/** One physical line of a file, decoded. `reject` is set when its bytes were no text or too many; `text` is then a sample. */
export interface TextLine {
  readonly number: number;
  readonly text: string;
  readonly reject?: 'too-long' | 'invalid-text';
}

/** Turns lines into rows, one format each. Purely a fold over lines: how the file was cut into chunks cannot matter. */
export interface RowParser {
  line(line: TextLine): readonly Row[];
  /** What is still held when the file ends. */
  end(): readonly Row[];
}

const SAMPLE = 200;

/** The part of a broken row that is shown to whoever has to mend it: trimmed, at most 200 characters, well-formed, without NUL. */
export const sampleOf = (text: string): string =>
  text
    .slice(0, SAMPLE * 4)
    .trim()
    .slice(0, SAMPLE)
    .replace(/\p{Cs}|\0/gu, '\uFFFD');
