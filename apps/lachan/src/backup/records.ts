import { z } from 'zod';
import { BackupUnreadable } from './sealed-file.js';

/** A table begins, a piece of its rows in COPY's text form, the table ends with the count of its rows, the backup ends. */
export type BackupRecord =
  | { readonly kind: 'table'; readonly table: string; readonly columns: readonly string[] }
  | { readonly kind: 'rows'; readonly bytes: Buffer }
  | { readonly kind: 'table-end'; readonly rows: number }
  | { readonly kind: 'end'; readonly tables: number };

const ROWS = 2;
const SAID = 1;

const Said = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('table'), table: z.string(), columns: z.array(z.string()).min(1) }),
  z.strictObject({ kind: z.literal('table-end'), rows: z.int().min(0) }),
  z.strictObject({ kind: z.literal('end'), tables: z.int().min(0) }),
]);

/** One byte for the kind, four for the length, then the rows as they are or JSON. */
export const packRecord = (record: BackupRecord): Buffer => {
  const body = record.kind === 'rows' ? record.bytes : Buffer.from(JSON.stringify(record), 'utf8');
  const front = Buffer.alloc(5);
  front[0] = record.kind === 'rows' ? ROWS : SAID;
  front.writeUInt32BE(body.length, 1);
  return Buffer.concat([front, body]);
};

/** The records in what was packed. @throws {BackupUnreadable} when it does not end with `end`. */
export async function* unpackRecords(packed: AsyncIterable<Buffer>): AsyncGenerator<BackupRecord> {
  let rest: Buffer = Buffer.alloc(0);
  let ended = false;
  for await (const part of packed) {
    rest = rest.length === 0 ? part : Buffer.concat([rest, part]);
    while (rest.length >= 5) {
      const size = rest.readUInt32BE(1);
      if (rest.length < 5 + size) break;
      const body = rest.subarray(5, 5 + size);
      if (rest[0] === ROWS) yield { kind: 'rows', bytes: body };
      else {
        const said = Said.parse(JSON.parse(body.toString('utf8')));
        ended = said.kind === 'end';
        yield said;
      }
      rest = rest.subarray(5 + size);
    }
  }
  if (!ended || rest.length > 0) throw new BackupUnreadable('it does not end as a backup ends');
}
