import { createHash, randomBytes } from 'node:crypto';
import {
  eventStoreMigrations,
  migrate,
  migrationFiles,
  servicePool,
  type DatabaseRole,
  type MigrationSet,
} from '#libs/event-store';
import pg from 'pg';

export interface TestDatabase {
  /** Superuser's URL. */
  url: string;
  /** Works as `lachan_owner`, who owns every object and passes row level security. */
  pool: pg.Pool;
  /** A pool that works as a service's role; ended by `drop`. The same one for the same role. */
  poolFor: (role: DatabaseRole) => pg.Pool;
  /** Ends the pools and deletes the database. */
  drop: () => Promise<void>;
}

function server(): string {
  const url = process.env['LACHAN_TEST_SERVER'];
  if (url === undefined) {
    throw new Error('no test database server: only *.int.ts, *.e2e.ts and the wider suites have one');
  }
  return url;
}

/** The URL of another database on the same server. */
function urlOf(database: string): string {
  const url = new URL(server());
  url.pathname = `/${database}`;
  return url.href;
}

async function asAdmin<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: server() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function templateName(sets: readonly MigrationSet[]): string {
  const hash = createHash('sha256');
  for (const set of sets) {
    hash.update(`${set.name}\n`);
    for (const file of migrationFiles(set)) hash.update(`${file.file} ${file.checksum}\n`);
  }
  return `template_${hash.digest('hex').slice(0, 24)}`;
}

const templates = new Map<string, Promise<string>>();

/** Migrated once per set of migrations and run; other workers wait for it at the advisory lock. */
async function template(sets: readonly MigrationSet[]): Promise<string> {
  const name = templateName(sets);
  await asAdmin(async (client) => {
    await client.query('select pg_advisory_lock(hashtext($1))', [name]);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount !== 0) return;
    const half = `half_${randomBytes(6).toString('hex')}`;
    await client.query(`create database ${half}`);
    await migrate(urlOf(half), sets);
    await client.query(`alter database ${half} owner to lachan_owner`);
    await client.query(`alter database ${half} rename to ${name}`);
  });
  return name;
}

async function templateOf(sets: readonly MigrationSet[]): Promise<string> {
  const key = templateName(sets);
  const source = await (templates.get(key) ?? templates.set(key, template(sets)).get(key));
  if (source === undefined) throw new Error(`no template ${key}`);
  return source;
}

/** The database of a URL, free to be copied: whoever is still connected to it is sent away. */
async function leftAlone(url: string): Promise<string> {
  const name = new URL(url).pathname.slice(1);
  await asAdmin((client) =>
    client.query('select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1', [name]),
  );
  return name;
}

/**
 * A fresh database of one's own with these migrations applied (default: the event store's), cloned from a template on the
 * run's one server. Not durable: that server runs with fsync off.
 * @param options.copyOf another test's database, which is copied as it stands; nobody may work on it meanwhile.
 */
export async function testDatabase(
  options: { migrations?: readonly MigrationSet[]; copyOf?: TestDatabase } = {},
): Promise<TestDatabase> {
  const { migrations = [eventStoreMigrations], copyOf } = options;
  const source = copyOf ? await leftAlone(copyOf.url) : await templateOf(migrations);
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asAdmin(async (client) => {
    await client.query(`create database ${name} template ${source} owner lachan_owner`);
    // Privileges on the database itself are not copied with a template.
    await client.query(
      'update pg_database set datacl = (select datacl from pg_database where datname = $1) where datname = $2',
      [source, name],
    );
  });
  const url = urlOf(name);
  const pools = new Map<DatabaseRole, pg.Pool>();
  const poolFor = (role: DatabaseRole) => {
    const known = pools.get(role) ?? servicePool(url, role, { applicationName: `test-${role}` });
    pools.set(role, known);
    return known;
  };
  return {
    url,
    pool: poolFor('owner'),
    poolFor,
    drop: async () => {
      await Promise.all([...pools.values()].filter((pool) => !pool.ended).map((pool) => pool.end()));
      await asAdmin((client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}
