import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import pg from 'pg';
import { fillTable } from '../src/backup/fill-table.js';
import type { BackupRecord } from '../src/backup/records.js';
import { BackupUnreadable } from '../src/backup/sealed-file.js';

let client: pg.Client;
beforeEach(async () => {
  client = new pg.Client({ connectionString: process.env['LACHAN_TEST_SERVER'] });
  await client.connect();
  await client.query('begin');
  await client.query('create temporary table coming (n integer)');
});
afterEach(() => client.end());

const FILLING = { known: new Set(['coming']), into: () => 'coming', done: () => undefined };

/** A backup of more than one frame that is cut off: rows have been given out before that is found. */
async function* cutOff(): AsyncGenerator<BackupRecord> {
  yield { kind: 'table', table: 'coming', columns: ['n'] };
  yield { kind: 'rows', bytes: Buffer.from('1\n2\n') };
  await Promise.resolve();
  throw new BackupUnreadable('it is cut off: its last part is missing');
}

/** Rows that the table does not take, without end: only the refusal ends them. */
async function* ofAnotherTable(): AsyncGenerator<BackupRecord> {
  yield { kind: 'table', table: 'coming', columns: ['n'] };
  for (;;) {
    yield { kind: 'rows', bytes: Buffer.from('one\n'.repeat(10_000)) };
    await setImmediate();
  }
}

/** A count that is not what came. */
async function* miscounted(): AsyncGenerator<BackupRecord> {
  yield { kind: 'table', table: 'coming', columns: ['n'] };
  yield { kind: 'rows', bytes: Buffer.from('1\n2\n') };
  yield await Promise.resolve({ kind: 'table-end', rows: 3 });
}

it.each([
  ['whose backup is cut off in its middle', cutOff, /cut off/],
  ['whose rows the database refuses', ofAnotherTable, /invalid input syntax for type integer: "one"/],
  ['of fewer rows than the backup says', miscounted, /coming: 3 rows were written, 2 came back/],
])('a copy %s says so, and the transaction can be taken back', async (_, records, said) => {
  await expect(fillTable(client, records(), FILLING)).rejects.toThrow(said);
  await client.query('rollback');
  expect((await client.query<{ n: number }>('select 1 as n')).rows).toEqual([{ n: 1 }]);
});
