import type pg from 'pg';
import { transaction } from '#libs/service-kit';
import { knowing } from '../delivery/older-program.js';
import type { ReadModel } from './read-model.js';
import { replaceReadModel } from './rebuild.js';
import type { RebuildOptions } from './rebuild.js';
import { createReadModelSchema, digestOf } from './schema.js';

/**
 * Makes the tables of read models that are new, empty, for their subscriptions to fill from the log. Those whose definition changed are
 * made anew: with `storeOf` filled beside the live ones, which serve their readers until the new ones are whole and take their place; without it empty, in
 * their place. From then on no program that knows another definition writes them (0005-made-by.sql).
 * Runs after the migrations and before the services; safe to run by several processes at once, beside running ones.
 * @param adminPool connections that may act as `lachan_owner`, and with `storeOf` as the services.
 * @returns the names of those it made.
 * @throws with `storeOf` when a read model cannot be made from the log; it and those after it are then as they were.
 */
export async function ensureReadModels(
  adminPool: pg.Pool,
  readModels: readonly ReadModel[],
  storeOf?: RebuildOptions['storeOf'],
): Promise<string[]> {
  const made: string[] = [];
  for (const model of readModels) {
    const replaced = storeOf !== undefined && (await replaceReadModel({ adminPool, storeOf, model }));
    if (replaced || (await transaction(adminPool, (tx) => ensure(tx, model)))) made.push(model.name);
  }
  return made;
}

async function ensure(tx: pg.PoolClient, model: ReadModel): Promise<boolean> {
  const digest = digestOf(model);
  await tx.query('set local role lachan_owner');
  await tx.query("select pg_advisory_xact_lock(hashtextextended('lachan read model ' || $1, 0))", [model.name]);
  const { rows } = await tx.query<{ digest: string }>('select digest from messaging.read_model where name = $1', [
    model.name,
  ]);
  if (rows[0]?.digest === digest) return false;
  await tx.query(knowing(digest));
  // First the checkpoint's lock: a batch in hand ends before its tables go. New tables need no definition to be told apart.
  await tx.query(
    `insert into messaging.checkpoint (subscription) values ($1)
     on conflict (subscription) do update set position = 0, definition = $2, updated_at = now()`,
    [model.name, rows[0] === undefined ? null : digest],
  );
  for (const table of ['inbox', 'deferred', 'failure']) {
    await tx.query(`delete from messaging.${table} where subscription = $1`, [model.name]);
  }
  await createReadModelSchema(tx, model, model.schema);
  await tx.query(
    `insert into messaging.read_model (name, schema_name, digest) values ($1, $2, $3)
     on conflict (name) do update set schema_name = $2, digest = $3, built_at = now()`,
    [model.name, model.schema, digest],
  );
  return true;
}
