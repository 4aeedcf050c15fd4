// The product's own messaging with Kafka as its transport: the relay has carried the log to its topics, the handlers' process joins its
// group and works them off: order per case, effects noted once, cases in parallel. The handler is the one of `handlers`.
import pg from 'pg';
import { Module } from '@nestjs/common';
import { Keyring, eventStoreMigrations, migrate, packagePath } from '../../../dist/libs/event-store/src/index.js';
import { connectEvents, kafkaSettings, makeTopics } from '../../../dist/libs/messaging/src/index.js';
import { eventRegistry, keepHeapLean } from '../../../dist/libs/process/src/index.js';
import {
  RuntimeModule,
  createHost,
  createHttpApp,
  createLogger,
  loadConfig,
} from '../../../dist/libs/service-kit/src/index.js';
import { Notes, append } from '../pipeline/handlers-lachan.mjs';
import { TABLE, spanOf } from './span.mjs';

const SECRET = Buffer.alloc(32, 7);
const logger = createLogger({ level: 'silent' });
let admin;
let carrier;
let newProcess;

export const setup = async ({ databaseUrl, params }) => {
  keepHeapLean();
  await migrate(databaseUrl, [eventStoreMigrations, { name: 'messaging', dir: packagePath('libs/messaging/sql') }]);
  admin = new pg.Pool({ connectionString: databaseUrl });
  await admin.query('create schema probe; grant usage on schema probe to lachan_triage');
  await admin.query(TABLE);
  await admin.query('grant select, insert on probe.note to lachan_triage');
  const config = loadConfig({
    LACHAN_DEDUPE_SECRET: SECRET.toString('base64'),
    KAFKA_BROKERS: params.brokers,
    KAFKA_TOPIC_PREFIX: 'bench',
  });
  await makeTopics(kafkaSettings(config), admin, logger, { partitions: 4, replication: 1 });
  newProcess = async (service, controllers) => {
    const host = await createHost(config, {
      databaseUrl,
      keyring: new Keyring(SECRET),
      registry: eventRegistry(),
      logger,
    });
    class Root {}
    Module({ imports: [RuntimeModule.forService(service, host)], controllers })(Root);
    const app = await createHttpApp(Root, host);
    connectEvents(app, host, [{ service, relay: service === 'ledger' }]);
    await app.init();
    return { host, start: () => app.startAllMicroservices(), stop: () => app.close() };
  };
  carrier = await newProcess('ledger', []);
  await carrier.start();
};

const carriedUpTo = async (head) => {
  for (;;) {
    const { rows } = await admin.query('select position from messaging.relay');
    if (Number(rows[0].position) >= head) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

export const round = async ({ params }) => {
  const one = await newProcess('triage', [Notes]);
  const { store } = one.host.runtime('triage');
  await admin.query('truncate probe.note');
  await append({ store }, params);
  await carriedUpTo(await store.head());
  await one.start();
  const seconds = await spanOf(admin, params.events);
  await one.stop();
  const { rows } = await admin.query('select count(*)::int as written from probe.note');
  return { value: params.events / seconds, correctness: { ok: rows[0].written === params.events } };
};

export const teardown = async () => {
  await carrier?.stop();
  await admin?.end();
};
