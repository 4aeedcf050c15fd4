import { hkdfSync } from 'node:crypto';
import pg from 'pg';
import { CommitSignal, servicePool } from '#libs/event-store';
import type { EventRegistry, Keyring, ServiceName } from '#libs/event-store';
import { AgreedClock } from '../agreed-clock.js';
import { SystemClock } from '../clock.js';
import type { Clock } from '../clock.js';
import { Door } from '../door.js';
import { Precedence } from '../precedence.js';
import { WorkLoad } from '../work-load.js';
import type { AppConfig } from '../config.js';
import { FREE_SPACE_WANTED, diskCheck, freeSpace } from '../health/checks.js';
import { Metrics } from '../health/metrics.js';
import { Readiness } from '../health/readiness.js';
import { SystemIds } from '../ids.js';
import type { Ids } from '../ids.js';
import { createLogger } from '../logger.js';
import type { Logger } from '../logger.js';
import type { ExportParts } from '../tracing/export-spans.js';
import type { SpanExport } from '../tracing/otlp-settings.js';
import type { Spans } from '../tracing/span.js';
import { secretFile } from './secret-file.js';
import { ServiceRuntime } from './service-runtime.js';
import type { RuntimeParts } from './service-runtime.js';

/** What the composing process gives to every service in it. */
export interface Host extends RuntimeParts {
  readonly config: AppConfig;
  readonly secrets: {
    /** HMAC key of dedupe keys, 32 bytes. The same in every process of an installation, for ever. */
    readonly dedupe: Buffer;
    /** Signs cursors, 32 bytes, derived from the former. */
    readonly cursor: Buffer;
  };
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  /** Fires when the process begins to stop: long polls and event streams end then, so that stopping need not wait for them. */
  readonly stopping: AbortSignal;
  /** Announces the stop; called by `RuntimeModule` at shutdown. */
  stop(): void;
  /** The runtime of a service, made at the first call and the same one afterwards. */
  runtime(service: ServiceName): ServiceRuntime;
  /** Closes every runtime that was made. */
  close(): Promise<void>;
}

export interface HostOptions {
  readonly databaseUrl: string;
  readonly keyring: Keyring;
  readonly registry: EventRegistry;
  readonly logger?: Logger;
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly load?: Pick<WorkLoad, 'busy'>;
}

/**
 * Makes the host of a process. Without `LACHAN_DEDUPE_SECRET` the secret is read from, or once written to,
 * `dedupe-secret` in the data folder (mode 0600); several machines of one installation must set the variable.
 */
export async function createHost(config: AppConfig, options: HostOptions): Promise<Host> {
  const ids = options.ids ?? new SystemIds();
  const dedupe = config.dedupeSecret ?? (await secretFile(config.dataDir, 'dedupe-secret', ids));
  const cursor = Buffer.from(hkdfSync('sha256', dedupe, '', 'lachan cursor', 32));
  const runtimes = new Map<ServiceName, ServiceRuntime>();
  let commits: Commits | undefined;
  let running = 0;
  /** A runtime is closed: the last one ends the listening. */
  const closed = async (): Promise<void> => {
    running -= 1;
    if (running > 0) return;
    await spans?.close();
    await commits?.signal.close();
    await commits?.pool.end();
    commits = undefined;
  };
  const stopping = new AbortController();
  const logger = options.logger ?? createLogger({ level: config.logLevel });
  const agreed = options.clock ? undefined : await agreedClock(options.databaseUrl, logger);
  stopping.signal.addEventListener('abort', () => void agreed?.stop());
  const metrics = new Metrics();
  const spans = config.spanExport && (await startSpans(config.spanExport, { logger, metrics }));
  const host: Host = {
    config,
    databaseUrl: options.databaseUrl,
    keyring: options.keyring,
    registry: options.registry,
    logger,
    clock: options.clock ?? agreed ?? new SystemClock(),
    ids,
    secrets: { dedupe, cursor },
    metrics,
    spans,
    readiness: new Readiness(),
    door: new Door(),
    precedence: new Precedence(),
    load: options.load ?? new WorkLoad(),
    stopping: stopping.signal,
    stop: () => {
      stopping.abort();
    },
    runtime(service) {
      let runtime = runtimes.get(service);
      if (!runtime) {
        commits ??= listenAs(service, host);
        running += 1;
        runtime = new ServiceRuntime(service, { ...host, signal: commits.signal, closed });
        runtimes.set(service, runtime);
      }
      return runtime;
    },
    async close() {
      await Promise.all([agreed?.stop(), ...[...runtimes.values()].map((runtime) => runtime.close())]);
    },
  };
  // The embedded server's files are on this disk; another server's are not ours to see.
  if (config.databaseUrl === undefined) watchDisk(host);
  host.metrics.gauge(
    'lachan_health_check',
    'Whether a condition of health holds (1) or not (0)',
    async () =>
      Object.entries((await host.readiness.health()).checks).map(([check, { status }]) => ({
        labels: { check },
        value: status === 'ok' ? 1 : 0,
      })),
    ['check'],
  );
  return host;
}

/** The libraries that speak to a collector are loaded where there is one, and nowhere else. */
async function startSpans(to: SpanExport, parts: ExportParts): Promise<Spans> {
  const { exportSpans } = await import('../tracing/export-spans.js');
  return exportSpans(to, parts);
}

/** The database's clock is the one that all processes of an installation share: what is due goes by it already. */
async function agreedClock(databaseUrl: string, logger: Logger): Promise<AgreedClock> {
  const shared = async (): Promise<number> => {
    const client = new pg.Client({
      connectionString: databaseUrl,
      connectionTimeoutMillis: 2_000,
      query_timeout: 2_000,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<{ now: number }>(
        'select extract(epoch from clock_timestamp())::float8 * 1000 as now',
      );
      const [row] = rows;
      if (!row) throw new Error('wanted the time, found nothing');
      return row.now;
    } finally {
      await client.end().catch(() => undefined);
    }
  };
  const clock = new AgreedClock(shared, (by) => {
    if (by === 0) logger.info({}, 'the clock of this machine is right again');
    else
      logger.error(
        { milliseconds: by },
        "the clock of this machine is wrong: the database's counts until it is put right",
      );
  });
  await clock.start();
  return clock;
}

/** What wakes the services of a process after commits, with a pool of its own: the runtimes' may close before the others are done. */
interface Commits {
  readonly signal: CommitSignal;
  readonly pool: ReturnType<typeof servicePool>;
}

/** Every role may hear of commits, so the first service's does for all of the process. */
function listenAs(service: ServiceName, { databaseUrl, logger }: RuntimeParts): Commits {
  const pool = servicePool(databaseUrl, service, { max: 1, applicationName: 'lachan-commits' });
  return { signal: new CommitSignal(pool, logger), pool };
}

/** Full is red before PostgreSQL panics, nearly full calls somebody. */
function watchDisk({ config: { dataDir }, readiness, metrics }: Host): void {
  readiness.add('disk', diskCheck(dataDir));
  readiness.add('disk-space', diskCheck(dataDir, FREE_SPACE_WANTED), 'degraded');
  metrics.gauge('lachan_disk_free_bytes', 'Bytes left on the disk of the data folder', async () => [
    { value: await freeSpace(dataDir) },
  ]);
}
