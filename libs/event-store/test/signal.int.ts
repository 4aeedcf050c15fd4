import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { event, fixture, newId, type Fixture } from './fixture.js';
import type { EventStore } from '../src/index.js';

describe('the wake-up after a commit', () => {
  let on: Fixture;
  beforeAll(async () => {
    on = await fixture();
  });
  afterAll(() => on.close());

  const append = (store: EventStore) =>
    store.append({ streams: [{ stream: `case-${newId()}`, expectedVersion: 0, events: [event('Opened')] }] });
  /** Resolves with the first told position that is at least this one. */
  const told = (store: EventStore, position: number) =>
    new Promise<number>((resolve) => {
      const stop = store.onCommit((at) => {
        if (at < position) return;
        stop();
        resolve(at);
      });
    });

  it('reaches listeners of the same store and of another process', async () => {
    const [own, other] = [on.store('triage'), on.store('ledger')];
    const head = await own.head();
    const both = Promise.all([told(own, head + 1), told(other, head + 1)]);
    const { position } = await append(own);
    expect(await both).toEqual([position, position]);
  });

  it('tells many commits as few, and the newest of them always', async () => {
    const [own, other] = [on.store('triage'), on.store('ledger')];
    const seen: number[] = [];
    other.onCommit((position) => seen.push(position));
    const last = (await own.head()) + 500;
    const all = told(other, last);
    await Promise.all(Array.from({ length: 500 }, () => append(own)));
    expect(await all).toBe(last);
    expect(seen.length).toBeLessThan(100);
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
  });

  it('announces nothing while nobody else listens, and goes on as soon as somebody does', async () => {
    const apart = await fixture();
    try {
      await apart.admin(async (witness) => {
        const announced: number[] = [];
        witness.on('notification', ({ payload }) => announced.push(Number(payload)));
        // Hears everything, and is not counted among the listeners.
        await witness.query('listen lachan_commit');
        const alone = apart.store('triage');
        const all = told(alone, 20);
        for (let n = 1; n <= 20; n += 1) await append(alone);
        await all;
        // The last commit's announcement may still be to come: a closed store has ended its own.
        await alone.close();
        await witness.query('select 1');
        expect(announced).toEqual([]);

        const [one, other] = [apart.store('triage'), apart.store('ledger')];
        await Promise.all([told(one, 20), told(other, 20)]);
        const positions: number[] = [];
        // Until the one has heard that the other joined, and announces.
        while (announced.length === 0) {
          const next = told(other, 21 + positions.length);
          const { position } = await append(one);
          expect(await next).toBe(position);
          positions.push(position);
          await witness.query('select 1');
        }
        expect(positions).toContain(announced[0]);
      });
    } finally {
      await apart.close();
    }
  });

  it('finds what was never announced by looking once a second', async () => {
    const other = on.store('ledger');
    const head = await other.head();
    await told(other, head);
    const next = told(other, head + 1);
    // As a process that died between its commit and its announcement.
    await on.pool.query('update es.head set position = position + 1');
    expect(await next).toBe(head + 1);
  });

  it('goes on after its listening connection was ended', async () => {
    const [own, other] = [on.store('triage'), on.store('ledger')];
    await told(other, await own.head());
    const next = told(other, (await own.head()) + 1);
    const { rowCount } = await on.admin((client) =>
      client.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'listen%'",
      ),
    );
    expect(rowCount).toBeGreaterThan(0);
    await append(own);
    expect(await next).toBeGreaterThan(0);
    await told(other, (await append(own)).position);
  });
});
