// The relay as it runs beside the ledger: reads the log as it is stored, seals order into each record, sends with an idempotent producer and waits
// for all in-sync replicas before it writes its position down. From its start to the position of the newest event.
import { createWriteStream } from 'node:fs';
import pg from 'pg';
import { Module } from '@nestjs/common';
import { Kafka, logLevel } from 'kafkajs';
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
import { append } from '../pipeline/handlers-lachan.mjs';

const SECRET = Buffer.alloc(32, 7);
const SAMPLE = 2_000;
const logger = createLogger({ level: 'silent' });
let admin;
let newProcess;

export const setup = async ({ databaseUrl, params }) => {
  keepHeapLean();
  await migrate(databaseUrl, [eventStoreMigrations, { name: 'messaging', dir: packagePath('libs/messaging/sql') }]);
  admin = new pg.Pool({ connectionString: databaseUrl });
  const config = loadConfig({
    LACHAN_DEDUPE_SECRET: SECRET.toString('base64'),
    KAFKA_BROKERS: params.brokers,
    KAFKA_TOPIC_PREFIX: 'relay',
  });
  await makeTopics(kafkaSettings(config), admin, logger, { partitions: params.partitions, replication: 1 });
  newProcess = async (service) => {
    const host = await createHost(config, {
      databaseUrl,
      keyring: new Keyring(SECRET),
      registry: eventRegistry(),
      logger,
    });
    class Root {}
    Module({ imports: [RuntimeModule.forService(service, host)] })(Root);
    const app = await createHttpApp(Root, host);
    connectEvents(app, host, [{ service, relay: service === 'ledger' }]);
    await app.init();
    return { host, start: () => app.startAllMicroservices(), stop: () => app.close() };
  };
};

const carriedUpTo = async (head) => {
  for (;;) {
    const { rows } = await admin.query('select position from messaging.relay');
    if (Number(rows[0].position) >= head) return;
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
};

/** Records as they are in the topic, headers and all, for the peer to send: one a line. */
const writeSample = async ({ brokers, payload }) => {
  const consumer = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING }).consumer({ groupId: 'sample' });
  await consumer.connect();
  await consumer.subscribe({ topic: 'relay.case', fromBeginning: true });
  const file = createWriteStream(payload);
  let count = 0;
  await new Promise((resolve) => {
    void consumer.run({
      eachMessage: async ({ message }) => {
        const headers = Object.entries(message.headers ?? {}).flat();
        if (count < SAMPLE) file.write(`${[message.key, ...headers, message.value].join('')}\n`);
        count += 1;
        if (count === SAMPLE) resolve();
      },
    });
  });
  await consumer.disconnect();
  await new Promise((resolve) => file.end(resolve));
};

export const round = async ({ params, round: number }) => {
  const writer = await newProcess('triage');
  const { store } = writer.host.runtime('triage');
  await append({ store }, params);
  const head = await store.head();
  await writer.stop();
  const relay = await newProcess('ledger');
  const started = performance.now();
  await relay.start();
  await carriedUpTo(head);
  const seconds = (performance.now() - started) / 1_000;
  await relay.stop();
  if (number === -1) await writeSample(params);
  return { value: params.events / seconds };
};

export const teardown = () => admin?.end();
