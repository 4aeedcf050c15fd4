import type pg from 'pg';
import { fillTable } from './fill-table.js';
import type { BackupRecord } from './records.js';
import { KEYS, sqlName } from './tables.js';

/**
 * Takes the keys of one file in. Of several files each key is taken once, and one that was destroyed in any of them is destroyed:
 * the order of the files does not matter. Returns how many keys are known now.
 */
export const keepKeys = async (client: pg.ClientBase, records: AsyncIterable<BackupRecord>): Promise<number> => {
  await client.query(`create temporary table coming (like ${sqlName(KEYS)}) on commit drop`);
  await fillTable(client, records, {
    known: new Set([KEYS]),
    into: () => 'coming',
    done: () => undefined,
  });
  await client.query(
    `insert into ${sqlName(KEYS)} as known (id, wrapped, created_at, destroyed_at)
     select id, wrapped, created_at, destroyed_at from coming
     on conflict (id) do update set wrapped = null, destroyed_at = excluded.destroyed_at
      where excluded.destroyed_at is not null and known.destroyed_at is null`,
  );
  await client.query('drop table coming');
  const { rows } = await client.query<{ keys: number }>(`select count(*)::int as keys from ${sqlName(KEYS)}`);
  return rows[0]?.keys ?? 0;
};

/** How many of them are destroyed, and stay it. */
export const destroyedKeys = async (client: pg.ClientBase): Promise<number> => {
  const { rows } = await client.query<{ keys: number }>(
    `select count(*)::int as keys from ${sqlName(KEYS)} where destroyed_at is not null`,
  );
  return rows[0]?.keys ?? 0;
};
