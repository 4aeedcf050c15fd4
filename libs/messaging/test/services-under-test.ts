import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { Module } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { EventType } from '#libs/contracts';
import { Keyring, eventStoreMigrations, packagePath } from '#libs/event-store';
import type { EventRegistry, RecordedEvent, ServiceName } from '#libs/event-store';
import { connectEvents, ensureReadModels, kafkaSettings, makeTopics as makeTopicsOf } from '#libs/messaging';
import type { ConnectedService } from '#libs/messaging';
import { RuntimeModule, createHost, createHttpApp, createLogger, loadConfig } from '#libs/service-kit';
import type { AppConfig, Host } from '#libs/service-kit';
import { testDatabase } from '#libs/testing';
import type { TestDatabase } from '#libs/testing';

const REGISTRY: EventRegistry = {
  CaseOpened: { category: 'case', schemaVersion: 1, classes: { secret: 'personal' } },
  NoteAdded: { category: 'case', schemaVersion: 1, classes: {} },
  CaseClosed: { category: 'case', schemaVersion: 1, classes: {} },
  ReportReceived: { category: 'report', schemaVersion: 1, classes: {} },
};

const keyring = new Keyring(randomBytes(32));
const secret = randomBytes(32).toString('base64');

/** Set by the suite `kafka`: then everything here is carried by Kafka, under topics of each database's own. */
const BROKERS = process.env['LACHAN_TEST_KAFKA'];

/** The environment of a process that serves a test's database. */
export function environmentOf(db: Pick<TestDatabase, 'url'>, brokers = BROKERS): Record<string, string | undefined> {
  const database = new URL(db.url).pathname.slice(1);
  return {
    LACHAN_DATA_DIR: tmpdir(),
    LACHAN_DEDUPE_SECRET: secret,
    KAFKA_BROKERS: brokers,
    KAFKA_TOPIC_PREFIX: database,
  };
}

/** The configuration of a process that serves a test's database. */
export const configOf = (db: Pick<TestDatabase, 'url'>, brokers = BROKERS): AppConfig =>
  loadConfig(environmentOf(db, brokers));

/** Does what `lachan topics` does. */
export async function makeTopics(db: TestDatabase, brokers = BROKERS, partitions = 4): Promise<void> {
  const settings = kafkaSettings(configOf(db, brokers));
  if (!settings) return;
  await makeTopicsOf(settings, db.pool, createLogger({ level: 'silent' }), { partitions, replication: 1 });
}

/** A database with the log, messaging's tables, and one table for handlers' effects. */
export async function database(): Promise<TestDatabase> {
  const migrations = [eventStoreMigrations, { name: 'messaging', dir: packagePath('libs/messaging/sql') }];
  const db = await testDatabase({ migrations });
  await db.pool.query(`
    create schema probe;
    create table probe.effect (n integer generated always as identity, event_id uuid not null, key text not null, value text not null);
    grant usage on schema probe to lachan_triage;
    grant select, insert on probe.effect to lachan_triage`);
  await makeTopics(db);
  return db;
}

/** A process that runs some services against a database; several may run against the same one. */
export async function startProcess(
  db: Pick<TestDatabase, 'url' | 'pool'>,
  controllers: readonly Type[],
  services: readonly ConnectedService[],
  config = configOf(db),
): Promise<{ app: NestFastifyApplication; host: Host; stop(): Promise<void> }> {
  await ensureReadModels(
    db.pool,
    services.flatMap((service) => service.readModels ?? []),
  );
  const host = await createHost(config, {
    databaseUrl: db.url,
    keyring,
    registry: REGISTRY,
    logger: createLogger({ level: process.env['DEBUG_LOG'] === '1' ? 'debug' : 'silent' }),
  });

  @Module({
    imports: services.map(({ service }) => RuntimeModule.forService(service, host)),
    controllers: [...controllers],
  })
  class RootModule {}

  const app = await createHttpApp(RootModule, host);
  const quick = { backoff: () => 1, attempts: 3, standby: 20, recheck: 10, relay: true };
  connectEvents(
    app,
    host,
    services.map((service) => ({ ...quick, ...service })),
  );
  await app.init();
  await app.startAllMicroservices();
  const stop = async (): Promise<void> => {
    await app.close();
    // Also what a test asked of a service that is none of the process's.
    await host.close();
  };
  return { app, host, stop };
}

/** Appends one event to a case and returns it as recorded. */
export async function append(
  host: Host,
  key: string,
  type: EventType,
  data: unknown = {},
  service: ServiceName = 'triage',
): Promise<RecordedEvent> {
  const [event] = await appendAll(host, [{ key, type, data }], service);
  if (!event) throw new Error('nothing was appended');
  return event;
}

/** Appends events to their streams in one append, in the order given per stream. */
export async function appendAll(
  host: Host,
  wanted: readonly { key: string; type: EventType; data: unknown }[],
  service: ServiceName = 'triage',
): Promise<RecordedEvent[]> {
  const streams = [...new Set(wanted.map(({ key }) => key))].map((key) => ({
    stream: key,
    expectedVersion: 'any' as const,
    events: wanted
      .filter((event) => event.key === key)
      .map(({ type, data }) => ({
        id: host.ids.v7(),
        type,
        occurredAt: host.clock.now().toISOString(),
        actor: { kind: 'system' as const, id: 'test' },
        correlationId: randomBytes(16).toString('hex'),
        causationId: null,
        data,
      })),
  }));
  return (await host.runtime(service).store.append({ streams })).events;
}

/** Waits for a state; fails with what it saw last when that does not come about. */
export async function until<T>(
  look: () => Promise<T> | T,
  holds: (seen: T) => boolean,
  within = BROKERS === undefined ? 10_000 : 40_000,
): Promise<T> {
  const deadline = Date.now() + within;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (Date.now() > deadline)
      throw new Error(`the awaited state did not come about; last seen: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The values that handlers wrote, in the order of their commits, of one key or of all. */
export async function effects(db: TestDatabase, key?: string): Promise<string[]> {
  const { rows } = await db.pool.query<{ value: string }>(
    'select value from probe.effect where $1::text is null or key = $1 order by n',
    [key ?? null],
  );
  return rows.map((row) => row.value);
}
