import { randomBytes, randomUUID } from 'node:crypto';
import { Module } from '@nestjs/common';
import { Keyring, eventStoreMigrations, migrate, packagePath } from '../../../dist/libs/event-store/src/index.js';
import { EventSubscriber, OnEvent, connectEvents } from '../../../dist/libs/messaging/src/index.js';
import { eventRegistry, keepHeapLean } from '../../../dist/libs/process/src/index.js';
import {
  RuntimeModule,
  createHost,
  createHttpApp,
  createLogger,
  loadConfig,
} from '../../../dist/libs/service-kit/src/index.js';
import { noteAdded } from './event.mjs';
import { latencies } from './latencies.mjs';

let app;
let host;
let measure;

class Handler {
  on(event) {
    measure?.seen(event.correlationId);
  }
}
OnEvent('NoteAdded')(Handler.prototype, 'on', Object.getOwnPropertyDescriptor(Handler.prototype, 'on'));
EventSubscriber({ name: 'dispatch.bench' })(Handler);

/** The product's own subscription, checkpoint and inbox included: triage appends, dispatch hears of it and opens what it may. */
export const setup = async ({ databaseUrl }) => {
  keepHeapLean();
  await migrate(databaseUrl, [eventStoreMigrations, { name: 'messaging', dir: packagePath('libs/messaging/sql') }]);
  host = await createHost(loadConfig({ LACHAN_DEDUPE_SECRET: randomBytes(32).toString('base64') }), {
    databaseUrl,
    keyring: new Keyring(Buffer.alloc(32, 7)),
    registry: eventRegistry(),
    logger: createLogger({ level: 'silent' }),
  });
  class Root {}
  Module({
    imports: ['triage', 'dispatch'].map((service) => RuntimeModule.forService(service, host)),
    controllers: [Handler],
  })(Root);
  app = await createHttpApp(Root, host);
  connectEvents(app, host, [{ service: 'dispatch' }]);
  await app.init();
  await app.startAllMicroservices();
};

export const round = async ({ params: { perSecond, milliseconds } }) => {
  const { store } = host.runtime('triage');
  measure = latencies(perSecond, milliseconds);
  const { p50, p99, sent, handled } = await measure.run((id) => {
    const stream = `case-${randomUUID()}`;
    const event = { ...noteAdded(stream), correlationId: id };
    return store.append({ streams: [{ stream, expectedVersion: 0, events: [event] }] });
  });
  return { value: p99, correctness: { ok: handled === sent, sent, handled, p50 } };
};

export const teardown = async () => {
  await app.close();
  await host.close();
};
