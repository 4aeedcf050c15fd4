import type pg from 'pg';
import { EventStore, servicePool } from '#libs/event-store';
import type { CommitSignal, EventRegistry, Keyring, ServiceName } from '#libs/event-store';
import type { Clock } from '../clock.js';
import { Door } from '../door.js';
import { Precedence } from '../precedence.js';
import { WorkLoad } from '../work-load.js';
import { Database } from '../database.js';
import type { Metrics } from '../health/metrics.js';
import { timeAppends } from './time-appends.js';
import type { Ids } from '../ids.js';
import type { Logger } from '../logger.js';
import type { Spans } from '../tracing/span.js';
import { Progress } from './progress.js';

/** Connections for requests and appends, and for subscriptions: apart, so that a handler that appends cannot starve itself. */
const SERVICE_CONNECTIONS = 8;
const WORKER_CONNECTIONS = 7;

/** What a process gives to each of its services. */
export interface RuntimeParts {
  readonly databaseUrl: string;
  readonly registry: EventRegistry;
  readonly keyring: Keyring;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly ids: Ids;
  /** The process's HTTP door; a runtime without one has a quiet door of its own. */
  readonly door?: Door;
  /** Who goes first in the process; a runtime without it lets nobody pass. */
  readonly precedence?: Precedence;
  /** How much the process works; a runtime without it measures by itself. */
  readonly load?: Pick<WorkLoad, 'busy'>;
  /** The process's signal of commits; a runtime without it has one of its own. */
  readonly signal?: CommitSignal;
  /** Told when a runtime has closed everything of its own. */
  readonly closed?: () => Promise<void>;
  /** Where appends are timed. */
  readonly metrics?: Metrics;
  /** Told of finished work; absent unless a collector is configured. */
  readonly spans?: Spans | undefined;
}

/** What one service owns in a process: its role's pools, its event store, its progress. Nothing is shared with another service. */
export class ServiceRuntime {
  readonly database: Database;
  readonly store: EventStore;
  /** The pool that subscriptions run their transactions on. */
  readonly workers: pg.Pool;
  readonly progress = new Progress();
  readonly logger: Logger;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly door: Door;
  readonly precedence: Precedence;
  readonly load: Pick<WorkLoad, 'busy'>;
  readonly spans: Spans | undefined;
  #closing: Promise<void> | undefined;

  constructor(
    readonly service: ServiceName,
    private readonly host: RuntimeParts,
  ) {
    this.logger = host.logger.child({ service });
    this.clock = host.clock;
    this.ids = host.ids;
    this.spans = host.spans;
    this.door = host.door ?? new Door();
    this.precedence = host.precedence ?? new Precedence();
    this.load = host.load ?? new WorkLoad();
    this.database = new Database(quiet(servicePool(host.databaseUrl, service, { max: SERVICE_CONNECTIONS })));
    this.workers = quiet(
      servicePool(host.databaseUrl, service, {
        max: WORKER_CONNECTIONS,
        applicationName: `lachan-${service}-subscriptions`,
        pipeline: true,
      }),
    );
    this.store = new EventStore({
      pool: this.database.pool,
      registry: host.registry,
      keyring: host.keyring,
      service,
      logger: this.logger,
      ...(host.signal ? { signal: host.signal } : {}),
    });
    if (host.metrics) timeAppends(this.store, service, host.metrics, host.spans);
  }

  /** Finishes what the store holds, then closes every connection. May be called again. */
  close(): Promise<void> {
    this.#closing ??= this.store
      .close()
      .then(() => Promise.all([this.database.pool.end(), this.workers.end()]))
      .then(() => this.host.closed?.());
    return this.#closing;
  }
}

/** An idle connection that the server closes is replaced at the next use; without a listener it would end the process. */
function quiet(pool: pg.Pool): pg.Pool {
  return pool.on('error', () => undefined);
}
