import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { binaries } from './binaries.js';
import { checkVersion, clusterFolder, createCluster, superuserPassword, SUPERUSER } from './cluster.js';
import { EmbeddedUnavailable } from './errors.js';
import { lockFolder } from './folder-lock.js';
import { endPostmaster } from './postmaster.js';
import { adopt, launch, type RunningServer, type ServerPlan } from './server.js';
import { serverUser } from './server-user.js';

export interface EmbeddedOptions {
  /** Made if it is missing. Holds the server's files, its log and the superuser's password (0600). */
  dataDir: string;
  /** Default 0: any free port; an adopted server keeps the one it has. */
  port?: number;
  /** The database that `url` names; made if it is missing. Default `lachan`. */
  database?: string;
  /** Server settings on top of PostgreSQL's own defaults; tests use it to trade durability for speed. */
  settings?: Readonly<Record<string, string>>;
  logger?: { info(fields: object, message: string): void; error(fields: object, message: string): void };
}

export interface Embedded {
  /** Superuser's URL of the database, on the loopback interface. */
  url: string;
  port: number;
  pid: number;
  /** True when a server left behind by a killed process was taken over. */
  adopted: boolean;
  /** Ends sessions, flushes, stops the server and gives the folder free. Safe to call twice. */
  stop: () => Promise<void>;
}

async function ensureDatabase(url: (database: string) => string, database: string): Promise<void> {
  const client = new pg.Client({ connectionString: url('postgres'), connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)}`);
  } catch (error) {
    throw new EmbeddedUnavailable(`The embedded PostgreSQL runs but refuses us: ${(error as Error).message}`);
  } finally {
    await client.end();
  }
}

/**
 * A real PostgreSQL of our own: listens on 127.0.0.1 only, with a password, durable by default. One process per data folder
 * (else {@link DataFolderInUse}); whatever was killed before, the next start repairs or takes over.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o755 });
  const dataDir = realpathSync(resolve(options.dataDir));
  const lock = await lockFolder(dataDir);
  try {
    const user = serverUser();
    const bin = binaries(user);
    const cluster = clusterFolder(dataDir, user);
    if (!cluster.startsWith(dataDir)) {
      const fields = { dataDir, cluster };
      options.logger?.info(fields, `user ${user?.name ?? ''} cannot reach the data folder: its files lie elsewhere`);
    }
    const settings = options.settings ?? {};
    const password = superuserPassword(dataDir);
    if (!existsSync(join(cluster, 'PG_VERSION'))) {
      await createCluster(cluster, bin, user, password, settings['fsync'] !== 'off');
    }
    checkVersion(cluster, bin);
    const logFile = join(dataDir, 'postgres.log');
    const plan: ServerPlan = { cluster, logFile, bin, user, port: options.port ?? 0, settings };
    const left = await adopt(plan);
    const server = left ?? (await launch(plan));
    const url = (database: string) =>
      `postgres://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${server.port.toString()}/${encodeURIComponent(database)}`;
    const stop = stopper(server, cluster, options.logger);
    try {
      await ensureDatabase(url, options.database ?? 'lachan');
    } catch (error) {
      await stop();
      throw error;
    }
    options.logger?.info(
      { port: server.port, pid: server.pid, adopted: left !== null },
      left === null ? 'PostgreSQL started' : 'PostgreSQL was still running and is taken over',
    );
    let stopped: Promise<void> | undefined;
    return {
      url: url(options.database ?? 'lachan'),
      port: server.port,
      pid: server.pid,
      adopted: left !== null,
      stop: () => (stopped ??= stop().then(() => lock.release())),
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** How to end this server, and a last resort: a process that ends without stopping it asks it to stop on the way out. */
function stopper(
  server: Pick<RunningServer, 'pid'> & Partial<Pick<RunningServer, 'exited'>>,
  cluster: string,
  logger: EmbeddedOptions['logger'],
): () => Promise<void> {
  let stopping = false;
  const lastResort = () => {
    try {
      process.kill(server.pid, 'SIGINT');
    } catch {
      // It is gone already, which is what was wanted.
    }
  };
  process.once('exit', lastResort);
  void server.exited?.then(() => {
    process.removeListener('exit', lastResort);
    if (!stopping) logger?.error({ pid: server.pid }, 'PostgreSQL ended by itself; its log says why: postgres.log');
  });
  return async () => {
    stopping = true;
    await endPostmaster(server.pid, cluster);
    process.removeListener('exit', lastResort);
  };
}
