import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { EventSubscriber, OnEvent } from '#libs/messaging';
import type { EventContext } from '#libs/messaging';
import type { RecordedEvent } from '#libs/event-store';
import type { TestDatabase } from '#libs/testing';
import { moveRelay, readRelay } from '../src/kafka/relay-state.js';
import { headerOf, recordsOf } from './kafka-under-test.js';
import type { Seen } from './kafka-under-test.js';
import { holder, startRelay } from './relays-under-test.js';
import type { RelayProcess } from './relays-under-test.js';
import { appendAll, database, effects, startProcess, until } from './services-under-test.js';

@EventSubscriber({ name: 'triage.probe' })
class Probe {
  @OnEvent('NoteAdded')
  async note(event: RecordedEvent, { tx }: EventContext): Promise<void> {
    const { value } = event.data as { value: string };
    await tx.query('insert into probe.effect (event_id, key, value) values ($1, $2, $3)', [event.id, event.orderingKey, value]); // prettier-ignore
  }
}

let db: TestDatabase;
let superuser: pg.Client;
let consumer: Awaited<ReturnType<typeof startProcess>>;
const relays: RelayProcess[] = [];
const written = new Map<string, string[]>();
const keys = Array.from({ length: 8 }, (_, n) => `case-relayed${String(n)}`);

beforeAll(async () => {
  db = await database();
  superuser = new pg.Client({ connectionString: db.url });
  await superuser.connect();
  consumer = await startProcess(db, [Probe], [{ service: 'triage', relay: false }]);
  relays.push(...(await Promise.all([startRelay(db), startRelay(db)])));
});
afterAll(async () => {
  await Promise.all(relays.map((relay) => relay.kill()));
  await consumer.stop();
  await superuser.end();
  await db.drop();
});

async function write(times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    const wanted = keys.map((key) => {
      const values = written.get(key) ?? [];
      written.set(key, values);
      values.push(String(values.length));
      return { key, type: 'NoteAdded' as const, data: { value: String(values.length - 1) } };
    });
    await appendAll(consumer.host, wanted);
  }
}

/** Everything that was written has its effect, once, in order. */
async function expectEffects(): Promise<void> {
  for (const [key, values] of written)
    expect(await until(() => effects(db, key), (seen) => seen.length >= values.length)).toEqual(values); // prettier-ignore
  expect((await effects(db)).length).toBe([...written.values()].flat().length);
}

/** The records of the topic by event: every event is there, and whatever is there twice is there with the same bytes. */
async function expectRecords(): Promise<{ events: number; repeated: number }> {
  const events = [...written.values()].flat().length;
  const byEvent = new Map<string, Set<string>>();
  const bytes = ({ partition, message }: Seen) =>
    JSON.stringify([partition, message.key, message.value, Object.entries(message.headers ?? {}).sort()]);
  const seen = await recordsOf(db, 'case', events);
  for (const each of seen) {
    const id = headerOf(each, 'ce_id') ?? '';
    byEvent.set(id, (byEvent.get(id) ?? new Set()).add(bytes(each)));
  }
  expect(byEvent.size).toBe(events);
  expect([...byEvent.values()].filter((different) => different.size > 1)).toEqual([]);
  return { events, repeated: seen.length - events };
}

const carried = async (): Promise<number> => (await readRelay(db.pool))?.position ?? -1;
const holding = () => until(() => holder(db), (found) => found !== undefined); // prettier-ignore

describe('two relays at once', () => {
  it('carry one at a time: the one that loses its session under load stops, the other goes on from what is written down', async () => {
    const first = await holding();
    for (let round = 0; round < 3; round += 1) {
      const load = write(20);
      const held = await holding();
      await superuser.query('select pg_terminate_backend($1, 5000)', [held?.pid]);
      await load;
    }
    await expectEffects();
    await expectRecords();
    expect(relays.map(({ name }) => name)).toContain(first?.name);
  });

  it('that both believe to be alone cannot both write down where they are', async () => {
    const state = await until(() => readRelay(db.pool), (read) => read !== null); // prettier-ignore
    if (!state) throw new Error('there is no relay');
    const moves = await Promise.all([1, 2].map(() => moveRelay(db.pool, state.position, { ...state, position: state.position + 1 }))); // prettier-ignore
    expect(moves.sort()).toEqual([false, true]);
    expect(await moveRelay(db.pool, state.position + 1, state)).toBe(true);
    await write(5);
    await expectEffects();
  });
});

describe('a relay whose process is killed', () => {
  it('between sending and writing down how far it is leaves records twice, with the same bytes, and no effect twice', async () => {
    const before = await expectRecords();
    const held = await holding();
    const head = await consumer.host.runtime('triage').store.head();
    await until(carried, (position) => position === head);
    const at = await carried();

    // Whoever carries gets as far as sending, and waits with its position.
    const lock = await db.pool.connect();
    await lock.query('begin');
    await lock.query('select from messaging.relay for update');
    await write(10);
    const waiting = async () =>
      (
        await superuser.query<{ pid: number }>(
          "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%update messaging.relay%'",
        )
      ).rows;
    const [stuck] = await until(waiting, (rows) => rows.length === 1);
    await relays.find(({ name }) => name === held?.name)?.kill();
    // The server would still carry out what a dead client asked for: then the kill would have come a moment later.
    await superuser.query('select pg_terminate_backend($1, 5000)', [stuck?.pid]);
    await lock.query('rollback');
    lock.release();

    expect(await carried()).toBeGreaterThanOrEqual(at);
    await until(() => holder(db), (now) => now !== undefined && now.name !== held?.name); // prettier-ignore
    await write(5);
    await expectEffects();
    const after = await expectRecords();
    expect(after.repeated).toBeGreaterThan(before.repeated);
  });

  it('at any moment, again and again, loses, doubles and reorders nothing', async () => {
    for (let round = 0; round < 2; round += 1) {
      const load = write(30);
      const held = await holding();
      const index = relays.findIndex(({ name }) => name === held?.name);
      await relays[index]?.kill();
      await load;
      relays[index] = await startRelay(db);
    }
    await expectEffects();
    await expectRecords();
  });
});
