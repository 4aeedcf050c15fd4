import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import type { RecordedEvent } from '#libs/event-store';
import type { TestDatabase } from '#libs/testing';
import { PostgresDelivery } from '../src/delivery/postgres-delivery.js';
import { Skips } from '../src/delivery/skips.js';
import { Workers } from '../src/delivery/workers.js';
import { appendAll, database, effects, startProcess } from './services-under-test.js';

let db: TestDatabase;
let running: Awaited<ReturnType<typeof startProcess>>;
beforeAll(async () => {
  db = await database();
  running = await startProcess(db, [], [{ service: 'triage' }]);
});
afterAll(async () => {
  await running.stop();
  await db.drop();
});

const write = async (tx: pg.PoolClient, events: readonly RecordedEvent[]): Promise<void> => {
  for (const event of events) {
    const { value } = event.data as { value: string };
    await tx.query('insert into probe.effect (event_id, key, value) values ($1, $2, $3)', [
      event.id,
      event.orderingKey,
      value,
    ]);
  }
};

/** A runner that believes it is the only one, as one whose lease was lost without its noticing does. */
function runner(subscription: string, lanes: number, effect = write): PostgresDelivery {
  const { store, clock } = running.host.runtime('triage');
  const options = { store, clock, effect, lanes, backoff: () => 1, attempts: 3, recheck: 10 };
  const workers = new Workers(db.poolFor('triage'), 4);
  return new PostgresDelivery({
    ...options,
    subscription,
    workers,
    skips: new Skips(workers),
    keyOf: (event) => event.orderingKey,
  });
}

async function batchOf(prefix: string): Promise<{ from: number; upTo: number; events: RecordedEvent[] }> {
  const from = await running.host.runtime('triage').store.head();
  const wanted = Array.from({ length: 40 }, (_, n) => ({ key: `case-${prefix}${String(n % 8)}`, type: 'NoteAdded' as const, data: { value: `${prefix}${String(n)}` } })); // prettier-ignore
  const events = (await appendAll(running.host, wanted)).sort((a, b) => a.position - b.position);
  return { from, upTo: events.at(-1)?.position ?? from, events };
}

describe.each([1, 4])('two runners of one subscription with %i lanes', (lanes) => {
  it('that both deliver the same batch cause every effect once, and one of them learns that it is not alone', async () => {
    const name = `triage.two-${String(lanes)}`;
    const batch = await batchOf(`b${String(lanes)}-`);
    const [one, other] = [runner(name, lanes), runner(name, lanes)];
    const at = await one.resume();
    await other.resume();
    if (batch.from > at) await one.skip(at, batch.from);

    const outcomes = await Promise.allSettled([one.deliver(batch), other.deliver(batch)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = outcomes.find((outcome) => outcome.status === 'rejected');
    expect((refused?.reason as Error).name).toBe('CheckpointMoved');
    const seen = (await effects(db)).filter((value) => value.startsWith(`b${String(lanes)}-`));
    expect(seen.sort()).toEqual(batch.events.map((event) => (event.data as { value: string }).value).sort());
    expect(await other.resume()).toBe(batch.upTo);
  });
});

describe('a runner that ends between its lanes and its checkpoint', () => {
  it('leaves notes by which its successor does not repeat what was committed', async () => {
    const name = 'triage.successor';
    const batch = await batchOf('s');
    let crashed = false;
    const crashing = runner(name, 4, async (tx, events) => {
      if (events.some((event) => event.orderingKey === 'case-s0')) {
        crashed = true;
        throw Object.assign(new Error('the process is gone'), { code: '57P01' });
      }
      await write(tx, events);
    });
    const at = await crashing.resume();
    await crashing.skip(at, batch.from);
    await expect(crashing.deliver(batch)).rejects.toThrow('the process is gone');
    expect(crashed).toBe(true);
    const before = (await effects(db)).filter((value) => value.startsWith('s'));
    expect(before.length).toBeGreaterThan(0);
    expect(before.length).toBeLessThan(40);

    const successor = runner(name, 4);
    expect(await successor.resume()).toBe(batch.from);
    await successor.deliver(batch);
    const after = (await effects(db)).filter((value) => value.startsWith('s'));
    expect([after.length, new Set(after).size]).toEqual([40, 40]);
  });
});
