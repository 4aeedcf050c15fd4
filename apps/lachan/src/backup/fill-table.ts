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

/**
 * Copies the rows of a backup into their tables. However it ends, the client has no copy under way: its next query is answered.
 * @throws {BackupUnreadable} when a count is not what the backup says, and whatever reading the records throws.
 */
export const fillTable = async (
  client: pg.ClientBase,
  records: AsyncIterable<BackupRecord>,
  filling: Filling,
): Promise<void> => {
  const now: UnderWay = {};
  try {
    await copyAll(client, records, filling, now);
  } catch (error) {
    await giveUp(now);
    throw error;
  }
};

/** The copy at work, and what the database had against it: a copy that it ended itself is over. */
interface UnderWay {
  copy?: CopyStream;
  refusal?: Error;
}

/** Without this a query behind it would wait for ever for rows that nobody sends any more. */
const giveUp = async ({ copy, refusal }: UnderWay): Promise<void> => {
  if (copy === undefined || refusal !== undefined) return;
  copy.destroy();
  // The database's answer is that the copy failed, as it was asked to.
  await finished(copy).catch(() => undefined);
};

const copyAll = async (
  client: pg.ClientBase,
  records: AsyncIterable<BackupRecord>,
  filling: Filling,
  now: UnderWay,
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
        now.copy = copy;
        copy.once('error', (refusal) => (now.refusal = refusal));
        break;
      }
      case 'rows':
        if (copy === undefined) throw new BackupUnreadable('it holds rows of no table');
        if (now.refusal) throw now.refusal;
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
        delete now.copy;
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
