import { fieldOf } from './columns.js';
import { interpret, type Cells } from './interpret.js';
import { sampleOf, type Row, type RowParser, type TextLine } from './row.js';

/** One JSON object (or one string: a link) per line. Keys are read like column heads; unknown ones are left alone. */
export class NdjsonParser implements RowParser {
  line({ number, text }: TextLine): Row[] {
    if (text.trim() === '') return [];
    const value = parse(text);
    const cells = typeof value === 'string' ? { url: value } : cellsOf(value);
    const place = { line: number, text: sampleOf(text) };
    return [cells === undefined ? { ...place, reject: 'not-json' } : { ...place, ...interpret(cells) }];
  }

  end(): Row[] {
    return [];
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function cellsOf(value: unknown): Cells | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const cells: Cells = {};
  for (const [key, cell] of Object.entries(value)) {
    // The API's own shape nests what belongs to the reporter.
    if (key === 'reporter' && typeof cell === 'object' && cell !== null) {
      const { contact, childAge } = cell as { contact?: unknown; childAge?: unknown };
      cells.contact ??= contact;
      cells.childAge ??= childAge;
      continue;
    }
    const field = fieldOf(key);
    if (field !== undefined) cells[field] ??= cell;
  }
  return cells;
}
