import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { BackupRecord } from './records.js';
import { BackupUnreadable } from './sealed-file.js';
import { sqlName } from './tables.js';

export interface Filling {
  /** The tables that may be filled; another name in the backup is an error. */
  readonly known: ReadonlySet<string>;
  /** Where a table's rows go, if not into it. */
  readonly into?: (table: string) => string;
  readonly rows?: (table: string, sofar: number) => void;
  readonly done: (table: string, rows: number) => void;
}

type CopyStream = ReturnType<typeof copyFrom>;

/** Copies the rows of a backup into their tables. @throws {BackupUnreadable} when a count is not what the backup says. */
export const fillTable = async (
  client: pg.ClientBase,
  records: AsyncIterable<BackupRecord>,
  filling: Filling,
): Promise<void> => {
  let table = '';
  let copy: CopyStream | undefined;
  let bytes = 0;
  for await (const record of records) {
    switch (record.kind) {
      case 'table': {
        table = record.table;
        bytes = 0;
        if (!filling.known.has(table)) throw new BackupUnreadable(`it holds a table that is not ours: ${table}`);
        const columns = record.columns.map((column) => sqlName(column)).join(', ');
        copy = client.query(copyFrom(`copy ${sqlName(filling.into?.(table) ?? table)} (${columns}) from stdin`));
        break;
      }
      case 'rows':
        if (copy === undefined) throw new BackupUnreadable('it holds rows of no table');
        if (!copy.write(record.bytes)) await drained(copy);
        bytes += lines(record.bytes);
        filling.rows?.(table, bytes);
        break;
      case 'table-end': {
        if (copy === undefined) throw new BackupUnreadable('a table ends that did not begin');
        copy.end();
        await finished(copy);
        if (copy.rowCount !== record.rows) {
          throw new BackupUnreadable(
            `${table}: ${String(record.rows)} rows were written, ${String(copy.rowCount)} came back`,
          );
        }
        filling.done(table, record.rows);
        copy = undefined;
        break;
      }
      case 'end':
        break;
    }
  }
};

/** Waits until the database took what it was given; its refusal ends the waiting. */
const drained = async (copy: CopyStream): Promise<void> => {
  await Promise.race([once(copy, 'drain'), finished(copy)]);
};

const lines = (bytes: Buffer): number => {
  let found = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) found += 1;
  return found;
};
