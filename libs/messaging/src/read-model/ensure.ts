import type pg from 'pg';
import { transaction } from '#libs/service-kit';
import type { ReadModel } from './read-model.js';
import { createReadModelSchema, digestOf } from './schema.js';

/**
 * Makes the tables of read models that are new, and makes those anew, empty, whose definition changed: their subscriptions then fill them from
 * the log. Runs after the migrations and before the services; safe to run by several processes at once, beside running ones.
 * @param adminPool connections that may act as `lachan_owner`.
 * @returns the names of those it made.
 */
export async function ensureReadModels(adminPool: pg.Pool, readModels: readonly ReadModel[]): Promise<string[]> {
  const made: string[] = [];
  for (const model of readModels) {
    if (await transaction(adminPool, (tx) => ensure(tx, model))) made.push(model.name);
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
  // First the checkpoint's lock: a batch in hand ends before its tables go.
  await tx.query(
    `insert into messaging.checkpoint (subscription) values ($1)
     on conflict (subscription) do update set position = 0, updated_at = now()`,
    [model.name],
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
