import type { INestApplication } from '@nestjs/common';
import type { ServiceName } from '#libs/event-store';
import type { Host, ServiceRuntime } from '#libs/service-kit';
import { databaseCheck } from '#libs/service-kit';
import { kafkaTransport } from './kafka/from-host.js';
import { caughtUp, nothingParked, notBehind } from './operate/health.js';
import { subscriptionLag } from './operate/lag.js';
import type { SubscriptionLag } from './operate/lag.js';
import { relayFigures } from './operate/relay-figures.js';
import { PostgresEventServer } from './postgres/postgres-event-server.js';
import type { EventServerOptions } from './postgres/postgres-event-server.js';
import type { ReadModel } from './read-model/read-model.js';

export interface ConnectedService extends EventServerOptions {
  readonly service: ServiceName;
  /** Whether this process may be the one that carries the log to Kafka. Default: where the ledger runs, which reads all of it anyway. */
  readonly relay?: boolean;
}

const connected = new WeakMap<Host, readonly ReadModel[]>();

/** The read models that run in this process, all of its services' together; none before `connectEvents`. */
export const readModelsOf = (host: Host): readonly ReadModel[] => connected.get(host) ?? [];

/**
 * Connects services' subscribers and read models to an application: they start with `app.startAllMicroservices()` and are drained by
 * `app.close()` before the pools are closed. Adds each service to health and its lag and failures to the metrics.
 */
export function connectEvents(app: INestApplication, host: Host, services: readonly ConnectedService[]): void {
  connected.set(
    host,
    services.flatMap(({ readModels }) => readModels ?? []),
  );
  for (const { service, ...options } of services) {
    const runtime = host.runtime(service);
    const transport = kafkaTransport(host, service, options);
    const server = new PostgresEventServer(runtime, { ...options, ...(transport ? { transport } : {}) });
    app.connectMicroservice({ strategy: server });
    host.readiness.add(`${service}-database`, databaseCheck(runtime.database));
    // None of these takes a process out of traffic: what its door accepts is in the log, and is handled when they are well again.
    const lag = lagOf(runtime);
    host.readiness.add(`${service}-subscriptions`, () => Promise.resolve(server.problem()), 'degraded');
    host.readiness.add(`${service}-parked`, nothingParked(lag), 'degraded');
    host.readiness.add(`${service}-behind`, notBehind(lag), 'degraded');
    host.readiness.add(`${service}-caught-up`, caughtUp(lag), 'starting');
  }
  const runtimes = services.map(({ service }) => host.runtime(service));
  const lags = runtimes.map(lagOf);
  const rows = async () => (await Promise.all(lags.map((lag) => lag()))).flat();
  const gauges = {
    lag: ['lachan_subscription_lag_events', 'Events that a subscription has not looked at yet'],
    retrying: ['lachan_subscription_retrying_keys', 'Ordering keys whose oldest event is being retried'],
    parked: ['lachan_subscription_parked_keys', 'Ordering keys whose oldest event is parked'],
    deferred: ['lachan_subscription_deferred_events', 'Events that wait behind a failing one'],
  } as const;
  for (const [field, [name, help]] of Object.entries(gauges) as [keyof typeof gauges, readonly [string, string]][]) {
    const read = async () =>
      (await rows()).map((row) => ({ labels: { subscription: row.subscription }, value: row[field] }));
    host.metrics.gauge(name, help, read, ['subscription']);
  }
  const [first] = runtimes;
  if (first) relayFigures(host.metrics, first);
}

/** Where a service's subscriptions stand; checks and figures that are asked together are answered together. */
function lagOf({ database, store }: ServiceRuntime): () => Promise<SubscriptionLag[]> {
  let asked: Promise<SubscriptionLag[]> | undefined;
  return () =>
    (asked ??= subscriptionLag(database.pool, store).finally(() => {
      asked = undefined;
    }));
}
