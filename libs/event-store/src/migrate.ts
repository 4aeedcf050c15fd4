import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { OlderProgram } from './errors.js';
import { packagePath } from './package-path.js';
import { ensureRoles } from './roles.js';
import type { StoreLogger } from './store-logger.js';

/** One room's numbered, forward-only SQL files (`NNNN-name.sql`). */
export interface MigrationSet {
  name: string;
  dir: string;
}

/** The store's own tables and functions; always the first set. */
export const eventStoreMigrations: MigrationSet = { name: 'event-store', dir: packagePath('libs/event-store/sql') };

export interface MigrationFile {
  number: number;
  file: string;
  sql: string;
  checksum: string;
  /** The oldest file of the set that a program has to know to go on once this one is applied; null: whoever ran before goes on. */
  needs: number | null;
}

/** The first line of a file that takes something away: `-- contracts: needs NNNN`. */
const CONTRACTS = /^-- contracts: needs (\d{4})\n/;

/** The files of a set in order; refuses names out of pattern and numbers used twice. */
export function migrationFiles(set: MigrationSet): MigrationFile[] {
  const files = readdirSync(set.dir)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const number = Number(/^(\d{4})-[a-z0-9-]+\.sql$/.exec(file)?.[1] ?? Number.NaN);
      if (Number.isNaN(number)) throw new Error(`migration ${set.name}/${file} is not named NNNN-name.sql`);
      const sql = readFileSync(join(set.dir, file), 'utf8');
      const needs = CONTRACTS.exec(sql)?.[1];
      const checksum = createHash('sha256').update(sql).digest('hex');
      return { number, file, sql, checksum, needs: needs === undefined ? null : Number(needs) };
    });
  const twice = files.find(({ number }, index) => files[index - 1]?.number === number);
  if (twice) throw new Error(`migration number ${twice.number.toString()} of ${set.name} is used twice`);
  return files;
}

const LOCK = `pg_advisory_lock(hashtext('lachan-migrate'))`;

/**
 * Brings a database up to date: roles first, then every file not yet applied, each in a transaction of its own and as
 * `lachan_owner`. Forward only: a changed, missing or late-numbered file is refused. Several processes may call it at once;
 * they take turns. Returns the files applied now.
 */
export async function migrate(
  admin: string | pg.Pool,
  sets: readonly MigrationSet[],
  options: { logger?: StoreLogger } = {},
): Promise<{ set: string; file: string }[]> {
  const pool = typeof admin === 'string' ? new pg.Pool({ connectionString: admin, max: 1 }) : admin;
  try {
    const client = await pool.connect();
    try {
      await client.query(`select ${LOCK}`);
      await ensureRoles(client);
      return await applyAll(client, sets, options.logger);
    } finally {
      await client.query(`select ${LOCK.replace('_lock', '_unlock')}`).catch(() => undefined);
      client.release();
    }
  } finally {
    if (pool !== admin) await pool.end();
  }
}

async function applyAll(
  client: pg.ClientBase,
  sets: readonly MigrationSet[],
  logger: StoreLogger | undefined,
): Promise<{ set: string; file: string }[]> {
  await client.query(`create table if not exists public.lachan_migration (
    set_name text not null,
    number integer not null,
    file text not null,
    checksum text not null,
    applied_at timestamptz not null default now(),
    primary key (set_name, number)
  )`);
  // Programs from before there was a difference leave it empty, which says what they mean.
  await client.query('alter table public.lachan_migration add column if not exists needs integer');
  // Not a secret: doctor and readiness of any service may ask what a database has.
  await client.query('grant select on public.lachan_migration to public');
  const applied: { set: string; file: string }[] = [];
  for (const set of sets) {
    for (const file of await pending(client, set)) {
      await apply(client, set.name, file);
      logger?.info({ set: set.name, file: file.file }, 'migration applied');
      applied.push({ set: set.name, file: file.file });
    }
  }
  return applied;
}

/** What is still to do for one set, after checking that what was done is what the files say. */
async function pending(client: pg.ClientBase, set: MigrationSet): Promise<MigrationFile[]> {
  const files = migrationFiles(set);
  const { rows } = await client.query<{ number: number; file: string; checksum: string }>(
    'select number, file, checksum from public.lachan_migration where set_name = $1 order by number',
    [set.name],
  );
  for (const done of rows) {
    const file = files.find(({ number }) => number === done.number);
    if (!file)
      throw new OlderProgram(`the database has migration ${set.name}/${done.file}, this program does not: it is older`);
    if (file.checksum !== done.checksum) {
      throw new Error(
        `migration ${set.name}/${file.file} was changed after it had been applied: add a new one instead`,
      );
    }
  }
  const last = rows.at(-1)?.number ?? 0;
  const late = files.find(({ number }) => number < last && !rows.some((done) => done.number === number));
  if (late) throw new Error(`migration ${set.name}/${late.file} is numbered before one that was applied already`);
  return files.filter(({ number }) => number > last);
}

async function apply(client: pg.ClientBase, set: string, file: MigrationFile): Promise<void> {
  await client.query('begin');
  try {
    await client.query('set local role lachan_owner');
    await client.query(file.sql);
    await client.query('reset role');
    await client.query(
      'insert into public.lachan_migration (set_name, number, file, checksum, needs) values ($1, $2, $3, $4, $5)',
      [set, file.number, file.file, file.checksum, file.needs],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`migration ${set}/${file.file} failed: ${(error as Error).message}`, { cause: error });
  }
}
