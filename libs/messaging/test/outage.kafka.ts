import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EventSubscriber, OnEvent, listParked, retryParked } from '#libs/messaging';
import type { EventContext } from '#libs/messaging';
import type { RecordedEvent } from '#libs/event-store';
import type { TestDatabase } from '#libs/testing';
import { startBroker } from '../../../infra/kafka/broker.mjs';
import type { Broker } from '../../../infra/kafka/broker.mjs';
import {
  append,
  appendAll,
  configOf,
  database,
  effects,
  makeTopics,
  startProcess,
  until,
} from './services-under-test.js';

let poison = '';

@EventSubscriber({ name: 'triage.probe' })
class Probe {
  @OnEvent('NoteAdded')
  async note(event: RecordedEvent, { tx }: EventContext): Promise<void> {
    const { value } = event.data as { value: string };
    if (value === poison) throw new Error('cannot be handled');
    await tx.query('insert into probe.effect (event_id, key, value) values ($1, $2, $3)', [
      event.id,
      event.orderingKey,
      value,
    ]);
  }
}

let db: TestDatabase;
let folder: string;
let broker: Broker;
beforeAll(async () => {
  db = await database();
  folder = mkdtempSync(join(tmpdir(), 'lachan-test-kafka-'));
  broker = await startBroker({ folder });
  await makeTopics(db, broker.brokers);
});
/** Those not stopped by their own test, because it failed. */
const started: Awaited<ReturnType<typeof startProcess>>[] = [];
afterEach(async () => {
  for (const each of started.splice(0)) await each.stop();
});
afterAll(async () => {
  await broker.kill();
  rmSync(folder, { recursive: true, force: true });
  await db.drop();
});

const start = async (brokers = broker.brokers) => {
  const running = await startProcess(db, [Probe], [{ service: 'triage' }], configOf(db, brokers));
  started.push(running);
  return running;
};
const stop = async (running: Awaited<ReturnType<typeof startProcess>>): Promise<void> => {
  started.splice(started.indexOf(running), 1);
  await running.stop();
};

describe('a broker that is killed under load', () => {
  it('delays events and loses, doubles or reorders none; readiness says in words that it is away', async () => {
    const running = await start();
    const keys = Array.from({ length: 8 }, (_, n) => `case-kill${String(n)}`);
    const write = async (from: number, to: number): Promise<void> => {
      for (let n = from; n < to; n += 1)
        await appendAll(running.host, keys.map((key) => ({ key, type: 'NoteAdded' as const, data: { value: String(n) } }))); // prettier-ignore
    };
    await write(0, 10);
    await until(() => effects(db), (seen) => seen.length > 0); // prettier-ignore
    // Before it has caught up once it is starting, whatever becomes of the broker.
    await until(() => running.host.readiness.health(), ({ checks }) => checks['triage-caught-up']?.status === 'ok'); // prettier-ignore
    const load = write(10, 60);
    await broker.kill();
    await load;
    const away = async () => (await running.host.readiness.ask()).checks['triage-subscriptions'];
    await until(away, (words) => words?.includes('Kafka') === true || words?.includes('broker') === true, 90_000);
    // It waits, and it serves: reports go into the log, and are handled when the broker is back.
    expect(await running.host.readiness.ask()).toMatchObject({ ready: true });
    expect(await running.host.readiness.health()).toMatchObject({ status: 'degraded' });
    broker = await startBroker({ folder, port: broker.port });
    await write(60, 70);
    const wanted = Array.from({ length: 70 }, (_, n) => String(n));
    for (const key of keys) expect(await until(() => effects(db, key), (seen) => seen.length >= 70, 90_000)).toEqual(wanted); // prettier-ignore
    await until(away, (words) => words === 'ok', 60_000);
    expect((await effects(db)).length).toBe(70 * keys.length);
  });
});

describe('a subscription that changes its transport', () => {
  it('goes on where it stood, there and back, with what is parked and what waits behind it', async () => {
    poison = 'poison';
    let running = await start();
    for (const value of ['a', 'poison', 'behind']) await append(running.host, 'case-changed', 'NoteAdded', { value });
    await until(() => listParked(db.poolFor('triage')), (rows) => rows[0]?.waiting === 1); // prettier-ignore
    await stop(running);
    const before = await effects(db);

    running = await start('');
    await append(running.host, 'case-other', 'NoteAdded', { value: 'through PostgreSQL' });
    await until(() => effects(db, 'case-other'), (seen) => seen.length === 1); // prettier-ignore
    expect((await effects(db)).length).toBe(before.length + 1);
    const [parked] = await listParked(db.poolFor('triage'));
    expect(parked).toMatchObject({ subscription: 'triage.probe', orderingKey: 'case-changed', waiting: 1 });
    await stop(running);

    running = await start();
    poison = '';
    await retryParked(db.poolFor('triage'), parked?.id ?? '', new Date());
    await append(running.host, 'case-changed', 'NoteAdded', { value: 'last' });
    expect(await until(() => effects(db, 'case-changed'), (seen) => seen.length >= 4)).toEqual(['a', 'poison', 'behind', 'last']); // prettier-ignore
    expect((await effects(db)).length).toBe(before.length + 4);
    await stop(running);
  });
});
