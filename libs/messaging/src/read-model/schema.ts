import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { ReadModel } from './read-model.js';

const NAME = /^[a-z][a-z0-9_]{0,62}$/;

/** Says whether a read model is still the one that its tables were built by. */
export function digestOf(model: ReadModel): string {
  const definition = JSON.stringify([
    model.ddl,
    model.version ?? 1,
    model.schema,
    [...model.types].sort(),
    model.shares ?? [],
  ]);
  return createHash('sha256').update(definition).digest('hex');
}

/** A schema name as SQL. Names come from code; a wrong one is a programmer's mistake. */
export function quoted(schema: string): string {
  if (!NAME.test(schema))
    throw new Error(`wanted a schema name of lower-case letters, digits and _, found "${schema}"`);
  return `"${schema}"`;
}

/** Where a rebuild makes the tables again. */
export const rebuildSchemaOf = (model: ReadModel): string => `${model.schema}__rebuild`;

/** How long a swap waits for readers of the old tables. */
export const SWAP_PATIENCE = '30s';

/** Puts the tables made beside the live ones in their place, with the checkpoint's lock held and as their owner. */
export async function swapSchemas(tx: pg.ClientBase, model: ReadModel): Promise<void> {
  const [live, rebuilt, old] = [model.schema, rebuildSchemaOf(model), `${model.schema}__old`].map(quoted) as [
    string,
    string,
    string,
  ];
  await tx.query(`alter schema ${live} rename to ${old}`);
  await tx.query(`alter schema ${rebuilt} rename to ${live}`);
  await tx.query(`drop schema ${old} cascade`);
}

/**
 * Makes a read model's empty tables in a schema, as the owner of all objects, with the rights its service and those it is shared with need.
 * What stood in that schema is dropped. Leaves the transaction's role at the owner.
 */
export async function createReadModelSchema(tx: pg.ClientBase, model: ReadModel, schema: string): Promise<void> {
  const name = quoted(schema);
  const service = `lachan_${model.service}`;
  await tx.query('set local role lachan_owner');
  await tx.query(`drop schema if exists ${name} cascade`);
  await tx.query(`create schema ${name}`);
  await tx.query("select set_config('search_path', $1, true)", [`${schema}, public`]);
  await tx.query(model.ddl);
  await tx.query(`grant usage on schema ${name} to ${service}`);
  await tx.query(`grant select, insert, update, delete, truncate on all tables in schema ${name} to ${service}`);
  for (const { to, relations } of model.shares ?? []) {
    await tx.query(`grant usage on schema ${name} to lachan_${to}`);
    for (const relation of relations) await tx.query(`grant select on ${name}.${quoted(relation)} to lachan_${to}`);
  }
  await tx.query("select set_config('search_path', 'pg_catalog', true)");
}
