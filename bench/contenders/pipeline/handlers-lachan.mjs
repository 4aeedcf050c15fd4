// The product's own messaging: a subscriber in a Nest application, fed from the log, its events opened, in order per case, effects noted in the
// inbox once, cases in parallel. Each event's handler writes one row.
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import pg from 'pg';
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
import { newCases, noteText } from './cases.mjs';

const APPENDED_AT_ONCE = 500;
const SECRET = Buffer.alloc(32, 7);
let admin;
let url;

const decorate = (decorator, target, key) =>
  Object.defineProperty(target, key, decorator(target, key, Object.getOwnPropertyDescriptor(target, key)));

export class Notes {
  handle(event, { tx }) {
    return tx.query({
      name: 'row',
      text: 'insert into probe.note (event_id, case_id, text) values ($1, $2, $3)',
      values: [event.id, event.data.caseId, event.data.text],
    });
  }
}
decorate(OnEvent('NoteAdded'), Notes.prototype, 'handle');
EventSubscriber({ name: 'triage.bench' })(Notes);

/** A process that runs triage's subscriptions; `start` begins to deliver. */
const newProcess = async () => {
  const host = await createHost(loadConfig({ LACHAN_DEDUPE_SECRET: SECRET.toString('base64') }), {
    databaseUrl: url,
    keyring: new Keyring(SECRET),
    registry: eventRegistry(),
    logger: createLogger({ level: 'silent' }),
  });
  class Root {}
  Module({ imports: [RuntimeModule.forService('triage', host)], controllers: [Notes] })(Root);
  const app = await createHttpApp(Root, host);
  connectEvents(app, host, [{ service: 'triage' }]);
  await app.init();
  return { host, start: () => app.startAllMicroservices(), stop: () => app.close() };
};

export const setup = async ({ databaseUrl }) => {
  keepHeapLean();
  url = databaseUrl;
  await migrate(url, [eventStoreMigrations, { name: 'messaging', dir: packagePath('libs/messaging/sql') }]);
  admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(`
    create schema probe;
    create table probe.note (event_id uuid primary key, case_id uuid not null, text text not null);
    grant usage on schema probe to lachan_triage;
    grant select, insert on probe.note to lachan_triage`);
};

/** Events of many cases, each with several, in turn: as a busy day leaves them in the log. */
export const append = async ({ store }, { events, cases }) => {
  const ids = newCases(cases);
  const versions = new Map(ids.map((id) => [id, 0]));
  for (let from = 0; from < events; from += APPENDED_AT_ONCE) {
    const streams = Array.from({ length: Math.min(APPENDED_AT_ONCE, events - from) }, (_, index) => {
      const id = ids[(from + index) % cases];
      const expectedVersion = versions.get(id);
      versions.set(id, expectedVersion + 1);
      return { stream: `case-${id}`, expectedVersion, events: [note(id, from + index)] };
    });
    await store.append({ streams });
  }
};

const note = (caseId, n) => ({
  id: newCases(1)[0],
  type: 'NoteAdded',
  occurredAt: new Date().toISOString(),
  actor: { kind: 'person', id: 'p-3f1c', unit: 'ha-noi.trung-tam', role: 'analyst' },
  correlationId: `round-${n}`,
  causationId: null,
  data: { caseId, noteId: newCases(1)[0], visibility: 'unit', text: noteText(n) },
});

const handledUpTo = async (head) => {
  for (;;) {
    const { rows } = await admin.query(`select position from messaging.checkpoint where subscription = 'triage.bench'`);
    if (Number(rows[0]?.position ?? 0) >= head) return;
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
};

export const round = async ({ params }) => {
  const one = await newProcess();
  const store = one.host.runtime('triage').store;
  await append({ store }, params);
  await admin.query('truncate probe.note');
  const head = await store.head();
  const started = performance.now();
  await one.start();
  await handledUpTo(head);
  const seconds = (performance.now() - started) / 1_000;
  const { rows } = await admin.query('select count(*)::int as written from probe.note');
  await one.stop();
  return { value: params.events / seconds, correctness: { ok: rows[0].written === params.events } };
};

export const teardown = () => admin.end();
