import { statfs } from 'node:fs/promises';
import pg from 'pg';
import { DataFolderInUse } from '#libs/embedded';
import { listParked } from '#libs/messaging';
import { broker } from './broker.js';
import type { Finding } from './finding.js';
import { ConfigError, FREE_SPACE_FLOOR, loadConfig } from '#libs/service-kit';
import type { AppConfig } from '#libs/service-kit';
import { commandLogger } from '../cli/context.js';
import { visitInstallation } from '../installation/installation.js';
import type { Installation } from '../installation/installation.js';

type Environment = Readonly<Record<string, string | undefined>>;

const GIB = 1024 ** 3;

const node = (): Finding => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const ok = major > 20 || (major === 20 && minor >= 19);
  return {
    ok,
    what: 'Node.js',
    found: process.versions.node,
    advice: 'install Node.js 20.19 or newer (24 LTS recommended)',
  };
};

const disk = async (config: AppConfig): Promise<Finding> => {
  try {
    const { bavail, bsize } = await statfs(config.dataDir);
    const free = bavail * bsize;
    return {
      ok: free > FREE_SPACE_FLOOR,
      what: 'free space in the data folder',
      found: `${(free / GIB).toFixed(1)} GiB`,
      advice:
        'free space or move LACHAN_DATA_DIR: below the floor the instance refuses reports with 503 rather than lose one',
    };
  } catch {
    return {
      ok: true,
      what: 'free space in the data folder',
      found: `${config.dataDir} does not exist yet; the first start makes it`,
    };
  }
};

/** Readiness of the instance as it answers itself. */
const instance = async (installation: Installation): Promise<Finding> => {
  if (!installation.embedded) {
    return { ok: true, what: 'instance', found: 'with DATABASE_URL: ask /health/ready of each process' };
  }
  if (!installation.visiting || installation.url === null) {
    return { ok: true, what: 'instance', found: 'not running; its database was started for this check' };
  }
  const answer = await fetch(`${installation.url}/health/ready`).catch(() => null);
  return {
    ok: answer?.ok === true,
    what: 'instance',
    found: `${installation.url} ${answer === null ? 'does not answer' : `answers ${String(answer.status)}`}`,
    advice: 'look at its log; end it and start it again if it does not recover',
  };
};

const database = async (pool: pg.Pool): Promise<Finding[]> => {
  const { rows } = await pool.query<{ version: string; now: Date; fsync: string; commit: string }>(
    `select current_setting('server_version') as version, clock_timestamp() as now, current_setting('fsync') as fsync,
       current_setting('synchronous_commit') as commit`,
  );
  const row = rows[0];
  if (row === undefined) return [];
  const apart = Math.abs(row.now.getTime() - Date.now());
  return [
    { ok: true, what: 'database', found: `PostgreSQL ${row.version}` },
    {
      ok: row.fsync === 'on' && row.commit !== 'off',
      what: 'durability',
      found: `fsync=${row.fsync}, synchronous_commit=${row.commit}`,
      advice: 'set fsync=on and synchronous_commit=on: otherwise a power cut loses reports whose receipts went out',
    },
    {
      ok: apart < 2_000,
      what: 'clocks',
      found: `this machine and the database differ by ${String(apart)} ms`,
      advice: 'synchronise both machines (NTP): leases and due times follow the database',
    },
  ];
};

const schema = async (pool: pg.Pool): Promise<Finding[]> => {
  const { rows } = await pool.query<{ ready: boolean }>(`select to_regclass('es.log') is not null as ready`);
  if (rows[0]?.ready !== true) {
    return [{ ok: false, what: 'tables', found: 'the database is empty', advice: 'run `npm run lachan -- migrate`' }];
  }
  const parked = await listParked(pool);
  const behind = await pool.query<{ subscription: string; lag: number }>(
    `select subscription, (h.position - c.position)::float8 as lag from messaging.standing as c, es.head as h
     where h.position - c.position > 10000 order by 2 desc`,
  );
  return [
    {
      ok: parked.length === 0,
      what: 'parked events',
      found: String(parked.length),
      advice: '`npm run lachan -- parked` shows them; `parked retry ID` tries one again once its cause is mended',
    },
    {
      ok: behind.rows.length === 0,
      what: 'subscriptions',
      found:
        behind.rows.length === 0
          ? 'none is far behind'
          : behind.rows.map((r) => `${r.subscription} ${String(r.lag)} behind`).join(', '),
      advice: 'is the service that owns it running? It catches up by itself when it is',
    },
  ];
};

const secrets = (config: AppConfig): Finding => ({
  ok: config.databaseUrl === undefined || (config.masterKey !== undefined && config.dedupeSecret !== undefined),
  what: 'keys',
  found:
    config.masterKey !== undefined && config.dedupeSecret !== undefined
      ? 'given by the environment'
      : `in files of ${config.dataDir}`,
  advice: 'with DATABASE_URL set LACHAN_MASTER_KEY and LACHAN_DEDUPE_SECRET too: every process must use the same ones',
});

/** Looks at everything that can be looked at; a check that cannot be made is itself a finding. */
export const diagnose = async (env: Environment): Promise<Finding[]> => {
  const findings: Finding[] = [node()];
  let config: AppConfig;
  try {
    config = loadConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [
      ...findings,
      ...error.problems.map((problem) => ({
        ok: false,
        what: 'configuration',
        found: problem,
        advice: 'see docs/OPERATIONS.md, Configuration',
      })),
    ];
  }
  findings.push({ ok: true, what: 'configuration', found: 'valid' }, secrets(config), await disk(config));
  let installation: Installation | undefined;
  try {
    installation = await visitInstallation(config, commandLogger(config));
    const pool = new pg.Pool({ connectionString: installation.adminUrl, max: 2, connectionTimeoutMillis: 5_000 });
    pool.on('error', () => undefined);
    try {
      findings.push(
        await instance(installation),
        ...(await database(pool)),
        ...(await schema(pool)),
        ...(await broker(config, pool)),
      );
    } finally {
      await pool.end();
    }
  } catch (error) {
    findings.push({
      ok: false,
      what: 'database',
      found: error instanceof Error ? error.message : String(error),
      advice:
        error instanceof DataFolderInUse
          ? 'another program holds the data folder; end it, or choose another LACHAN_DATA_DIR'
          : 'is the server up, and does DATABASE_URL name it and a role that may log in?',
    });
  } finally {
    await installation?.close();
  }
  return findings;
};
