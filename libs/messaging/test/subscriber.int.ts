import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { RecordedEvent } from '#libs/event-store';
import { EventStore } from '#libs/event-store';
import { EventSubscriber, OnEvent, listParked, retryParked } from '#libs/messaging';
import type { EventContext } from '#libs/messaging';
import { Ids, ReadPosition, correlationId } from '#libs/service-kit';
import type { TestDatabase } from '#libs/testing';
import { append, appendAll, database, effects, startProcess, until } from './services-under-test.js';

type Handler = (event: RecordedEvent, ctx: EventContext) => Promise<void>;

const write: Handler = async (event, { tx }) => {
  const { value } = event.data as { value: string };
  await tx.query('insert into probe.effect (event_id, key, value) values ($1, $2, $3)', [
    event.id,
    event.orderingKey,
    value,
  ]);
};

/** What the handlers do, set by each test. */
let handle: Handler = write;
let notes: Handler = write;

@EventSubscriber({ name: 'triage.probe' })
class Probe {
  constructor(
    private readonly store: EventStore,
    private readonly ids: Ids,
  ) {}

  @OnEvent('NoteAdded')
  async note(event: RecordedEvent, ctx: EventContext): Promise<void> {
    await notes(event, ctx);
  }

  @OnEvent('CaseOpened', 'CaseClosed')
  async opened(event: RecordedEvent, ctx: EventContext): Promise<void> {
    if (event.type === 'CaseOpened') await this.close(event);
    await handle(event, ctx);
  }

  /** Appends on the store's connection, with an id derived from its cause. */
  private async close(event: RecordedEvent): Promise<void> {
    const id = this.ids.v5(`${event.id}:CaseClosed`);
    const { occurredAt, actor } = event;
    const closed = {
      id,
      type: 'CaseClosed',
      occurredAt,
      actor,
      correlationId: correlationId(),
      causationId: event.id,
      data: { value: 'closed' },
    };
    await this.store.append({ streams: [{ stream: event.stream, expectedVersion: 'any', events: [closed] }] });
  }
}

let db: TestDatabase;
let running: Awaited<ReturnType<typeof startProcess>>;
beforeAll(async () => {
  db = await database();
});
afterAll(() => db.drop());
beforeEach(async () => {
  handle = write;
  notes = write;
  running = await startProcess(db, [Probe], [{ service: 'triage' }]);
});
afterEach(async () => {
  await running.stop();
  await db.pool.query('delete from probe.effect');
  await db.pool.query('delete from messaging.failure');
  await db.pool.query('delete from messaging.deferred');
});

const notesOf = (key: string, values: readonly string[]) =>
  appendAll(running.host, values.map((value) => ({ key, type: 'NoteAdded' as const, data: { value } }))); // prettier-ignore

describe('a subscription', () => {
  it('hands over the events of a key in order and moves its checkpoint to the end of the log', async () => {
    const values = Array.from({ length: 600 }, (_, n) => String(n));
    const events = await notesOf('case-order', values);
    expect(await until(() => effects(db, 'case-order'), (seen) => seen.length === 600)).toEqual(values); // prettier-ignore
    const checkpoint = async () => {
      const { rows } = await db.pool.query<{ position: string }>("select position from messaging.standing where subscription = 'triage.probe'"); // prettier-ignore
      return Number(rows[0]?.position);
    };
    expect(await until(checkpoint, (at) => at >= (events.at(-1)?.position ?? 0))).toBe(events.at(-1)?.position);
  });

  it('leaves no note in the inbox once the checkpoint has passed', async () => {
    await appendAll(running.host, Array.from({ length: 50 }, (_, n) => ({ key: `case-inbox${String(n)}`, type: 'NoteAdded' as const, data: { value: 'x' } }))); // prettier-ignore
    await until(() => effects(db), (seen) => seen.length === 50); // prettier-ignore
    const left = async () => (await db.pool.query('select 1 from messaging.inbox')).rowCount;
    expect(await until(left, (rows) => rows === 0)).toBe(0);
  });

  it('handles different keys at the same time', async () => {
    let together = 0;
    let most = 0;
    const arrived: (() => void)[] = [];
    const both = new Promise<void>((resolve) => arrived.push(resolve));
    notes = async (event, ctx) => {
      together += 1;
      most = Math.max(most, together);
      if (most === 2) arrived[0]?.();
      await both;
      together -= 1;
      await write(event, ctx);
    };
    await appendAll(running.host, [
      { key: 'case-p1', type: 'NoteAdded', data: { value: 'a' } },
      { key: 'case-p2', type: 'NoteAdded', data: { value: 'b' } },
    ]);
    await until(() => effects(db), (seen) => seen.length === 2); // prettier-ignore
    expect(most).toBe(2);
  });

  it('is woken by the commit, not by the poll', async () => {
    const waits: number[] = [];
    const position = new ReadPosition(
      running.host.runtime('triage').progress,
      running.host.runtime('triage').database,
      running.host.clock,
    );
    for (let n = 0; n < 21; n += 1) {
      const { position: at } = await append(running.host, 'case-latency', 'NoteAdded', { value: String(n) });
      const before = performance.now();
      expect(await position.wait(['triage.probe'], at)).toEqual({ stale: false });
      waits.push(performance.now() - before);
    }
    const median = waits.sort((a, b) => a - b)[10] ?? Infinity;
    expect(median).toBeLessThan(100);
  });

  it('takes the trace of the event over into what its handlers append, once even when delivered again', async () => {
    let failures = 2;
    handle = async (event, ctx) => {
      if (event.type === 'CaseOpened' && failures > 0) {
        failures -= 1;
        throw new Error('after the append');
      }
      await write(event, ctx);
    };
    const opened = await append(running.host, 'case-trace', 'CaseOpened', { value: 'opened' });
    await until(() => effects(db, 'case-trace'), (seen) => seen.length === 2); // prettier-ignore
    const stream = await running.host.runtime('triage').store.readStream('case-trace');
    expect(stream.map((event) => event.type)).toEqual(['CaseOpened', 'CaseClosed']);
    expect(stream[1]).toMatchObject({ causationId: opened.id, correlationId: opened.correlationId });
  });
});

describe('an event that fails', () => {
  it('is tried again, later events of its key wait behind it in order, other keys go on', async () => {
    let broken = true;
    const attempts: number[] = [];
    notes = async (event, ctx) => {
      if ((event.data as { value: string }).value === 'poison') attempts.push(ctx.attempt);
      if ((event.data as { value: string }).value === 'poison' && broken) throw new Error('not now');
      await write(event, ctx);
    };
    // Far more tries than this test needs, so that nothing is parked meanwhile.
    await running.stop();
    running = await startProcess(db, [Probe], [{ service: 'triage', attempts: 1_000_000 }]);
    await notesOf('case-slow', ['first', 'poison', 'third']);
    await notesOf('case-fine', ['a', 'b']);
    await until(() => effects(db, 'case-fine'), (seen) => seen.length === 2); // prettier-ignore
    await notesOf('case-slow', ['fourth']);
    await notesOf('case-fine', ['c']);
    await until(() => effects(db, 'case-fine'), (seen) => seen.length === 3); // prettier-ignore
    expect(await effects(db, 'case-slow')).toEqual(['first']);
    broken = false;
    await until(() => effects(db, 'case-slow'), (seen) => seen.length === 4); // prettier-ignore
    expect(await effects(db, 'case-slow')).toEqual(['first', 'poison', 'third', 'fourth']);
    expect(attempts.at(-1)).toBeGreaterThan(1);
  });

  it('is parked after its last try, visible to its own service and to administrators only, and resumes in order on command', async () => {
    let broken = true;
    notes = async (event, ctx) => {
      if (broken && (event.data as { value: string }).value === 'poison')
        throw new Error('https://bad.example/ "a note" said no');
      await write(event, ctx);
    };
    await notesOf('case-park', ['poison', 'second', 'third']);
    const parked = await until(() => listParked(db.poolFor('triage')), (rows) => rows.length === 1 && rows[0]?.waiting === 2); // prettier-ignore
    expect(parked[0]).toMatchObject({ subscription: 'triage.probe', orderingKey: 'case-park', type: 'NoteAdded', attempts: 3, error: 'Error: … … said no' }); // prettier-ignore
    expect(await listParked(db.poolFor('intake'))).toEqual([]);
    expect(await listParked(db.poolFor('directory'))).toEqual(parked);
    await notesOf('case-park', ['fourth']);
    await notesOf('case-other', ['goes on']);
    await until(() => effects(db, 'case-other'), (seen) => seen.length === 1); // prettier-ignore
    expect(await effects(db, 'case-park')).toEqual([]);

    broken = false;
    const id = parked[0]?.id ?? '';
    expect(await retryParked(db.poolFor('intake'), id, new Date())).toBe(false);
    expect(await retryParked(db.poolFor('directory'), id, new Date())).toBe(true);
    await until(() => effects(db, 'case-park'), (seen) => seen.length === 4); // prettier-ignore
    expect(await effects(db, 'case-park')).toEqual(['poison', 'second', 'third', 'fourth']);
    expect(await listParked(db.poolFor('triage'))).toEqual([]);
    expect((await db.pool.query('select 1 from messaging.deferred')).rowCount).toBe(0);
  });

  it('that ends its own connection each time is told apart from an outage and delays its own key only, until it is parked', async () => {
    let broken = 0;
    notes = async (event, ctx) => {
      if ((event.data as { value: string }).value === 'killer') {
        broken += 1;
        await breakConnection(ctx);
      }
      await write(event, ctx);
    };
    await notesOf('case-killer', ['killer', 'behind']);
    await notesOf('case-alive', ['lives']);
    await until(() => effects(db, 'case-alive'), (seen) => seen.length === 1, 20_000); // prettier-ignore
    const parked = await until(() => listParked(db.poolFor('triage')), (rows) => rows.length === 1, 20_000); // prettier-ignore
    expect(parked[0]).toMatchObject({ orderingKey: 'case-killer', waiting: 1 });
    expect(await effects(db, 'case-killer')).toEqual([]);
    expect(broken).toBeGreaterThan(1);
  });
});

describe('an effect', () => {
  it('happens once when the connection breaks between the handler and the commit', async () => {
    let kills = 2;
    notes = async (event, ctx) => {
      await write(event, ctx);
      if (kills === 0) return;
      kills -= 1;
      await breakConnection(ctx);
    };
    await appendAll(running.host, [
      { key: 'case-k1', type: 'NoteAdded', data: { value: 'one' } },
      { key: 'case-k2', type: 'NoteAdded', data: { value: 'two' } },
      { key: 'case-k1', type: 'NoteAdded', data: { value: 'three' } },
    ]);
    await until(() => effects(db), (seen) => seen.length >= 3); // prettier-ignore
    expect(kills).toBe(0);
    expect(await effects(db, 'case-k1')).toEqual(['one', 'three']);
    expect(await effects(db, 'case-k2')).toEqual(['two']);
  });

  it('happens once when two processes run the same service, and goes on in the second when the first ends', async () => {
    const second = await startProcess(db, [Probe], [{ service: 'triage' }]);
    try {
      await notesOf('case-two', ['a', 'b', 'c']);
      await until(() => effects(db, 'case-two'), (seen) => seen.length >= 3); // prettier-ignore
      await running.stop();
      await append(second.host, 'case-two', 'NoteAdded', { value: 'd' });
      await until(() => effects(db, 'case-two'), (seen) => seen.length >= 4); // prettier-ignore
      expect(await effects(db, 'case-two')).toEqual(['a', 'b', 'c', 'd']);
    } finally {
      await second.stop();
    }
  });
});

/** Ends the connection of a handler's transaction, as a crash of the process or the network would. */
async function breakConnection({ tx }: EventContext): Promise<void> {
  const { rows } = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
  const superuser = new pg.Client({ connectionString: db.url });
  await superuser.connect();
  await superuser.query('select pg_terminate_backend($1, 5000)', [rows[0]?.pid]);
  await superuser.end();
}
