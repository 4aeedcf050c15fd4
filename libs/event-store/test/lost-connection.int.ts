import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { AppendConnection, verdictOf } from '../src/append-connection.js';
import { EventStore, servicePool, StoreUnavailable } from '../src/index.js';
import { event, fixture, newId, REGISTRY, type Fixture } from './fixture.js';
import { severingProxy, type SeveringProxy } from './severing-proxy.js';

describe('an append whose connection breaks', () => {
  let on: Fixture;
  let proxy: SeveringProxy;
  let pool: pg.Pool;
  let store: EventStore;
  const append = (stream: string, expectedVersion: number | 'any', e = event('Opened')) =>
    store.append({ streams: [{ stream, expectedVersion, events: [e] }] });

  beforeAll(async () => {
    on = await fixture();
    proxy = await severingProxy(on.url);
    pool = servicePool(proxy.url, 'triage');
    store = new EventStore({ pool, registry: REGISTRY, keyring: on.keyring, service: 'triage', patience: 700 });
  });
  afterAll(async () => {
    await store.close();
    await pool.end();
    await proxy.close();
    await on.close();
  });

  it.each([0, 'any'] as const)(
    'is sent again and recognised when the answer to its commit was lost (expected version %s)',
    async (expected) => {
      const [stream, e] = [`case-${newId()}`, event('Opened')];
      await append(`case-${newId()}`, 0);
      proxy.swallowAnswerTo(stream);
      const outcome = await append(stream, expected, e);
      expect(outcome).toMatchObject({ recognised: true, events: [{ id: e.id, version: 1 }] });
      expect(await store.readStream(stream)).toHaveLength(1);
      expect(outcome.position).toBe(await store.head());
    },
  );

  it('loses and doubles nothing of a whole batch', async () => {
    const streams = Array.from({ length: 50 }, () => `case-${newId()}`);
    const head = await store.head();
    proxy.swallowAnswerTo(streams[25] ?? '');
    const outcomes = await Promise.all(streams.map((stream) => append(stream, 0)));
    expect(outcomes.some(({ recognised }) => recognised)).toBe(true);
    expect(new Set(outcomes.map(({ position }) => position)).size).toBe(50);
    expect(await store.head()).toBe(head + 50);
  });

  it('says that the store is unavailable when nobody answers for long, and works again afterwards', async () => {
    const stream = `case-${newId()}`;
    proxy.cut();
    await expect(append(stream, 0)).rejects.toBeInstanceOf(StoreUnavailable);
    proxy.restore();
    expect(await append(stream, 0)).toMatchObject({ recognised: false });
  });

  it('waits for a database that comes back', async () => {
    proxy.cut();
    const waiting = append(`case-${newId()}`, 0);
    setImmediate(() => {
      proxy.restore();
    });
    expect(await waiting).toMatchObject({ recognised: false });
  });

  it('gives a connection up that does not answer, and opens another', async () => {
    const connection = new AppendConnection(pool, 200);
    const ask = () => connection.query({ name: 'ask', text: 'select 1 as n' });
    expect(await ask()).toEqual([{ n: 1 }]);
    proxy.hush();
    const error: unknown = await ask().catch((refusal: unknown) => refusal);
    expect(error).toMatchObject({ message: 'no answer within 200 ms' });
    expect(verdictOf(error)).toBe('unknown');
    proxy.restore();
    expect(await ask()).toEqual([{ n: 1 }]);
    await connection.close();
  });
});
