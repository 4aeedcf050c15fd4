import { startEmbedded, removeEmbedded } from '#libs/embedded';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStore, eventStoreMigrations, Keyring, migrate, servicePool, StoreUnavailable } from '../src/index.js';
import { event, newId, REGISTRY } from './fixture.js';

const ROUNDS = 3;

/** A durable server of its own: the run's shared one has fsync off and must survive. */
describe('a database killed under load', () => {
  let dataDir: string;
  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'lachan-crash-'));
  });
  afterAll(() => removeEmbedded(dataDir));

  it('has every acknowledged event, once, and nothing torn', async () => {
    const acknowledged = new Map<string, number>();
    for (let round = 0; round < ROUNDS; round++) {
      const server = await startEmbedded({ dataDir });
      await migrate(server.url, [eventStoreMigrations]);
      const pool = servicePool(server.url, 'triage');
      const store = new EventStore({
        pool,
        registry: REGISTRY,
        keyring: new Keyring(Buffer.alloc(32, 3)),
        service: 'triage',
        patience: 700,
      });
      const enough = acknowledged.size + 400;
      let killed = false;
      const write = async () => {
        while (!killed) {
          const stream = `case-${newId()}`;
          const events = [event('Opened', { note: 'ghi chú' }), event('Opened')];
          try {
            const { position } = await store.append({ streams: [{ stream, expectedVersion: 0, events }] });
            acknowledged.set(stream, position);
            if (acknowledged.size === enough) {
              killed = true;
              process.kill(server.pid, 'SIGKILL');
            }
          } catch (error) {
            if (!(error instanceof StoreUnavailable)) throw error;
          }
        }
      };
      await Promise.all(Array.from({ length: 24 }, write));
      await store.close();
      await pool.end();
      await server.stop();
    }

    const server = await startEmbedded({ dataDir });
    const pool = servicePool(server.url, 'ledger');
    const ledger = new EventStore({
      pool,
      registry: REGISTRY,
      keyring: new Keyring(Buffer.alloc(32, 3)),
      service: 'ledger',
    });
    const found = new Map<string, number[]>();
    let last = 0;
    for await (const block of ledger.replay()) {
      for (const { stream, version, position, data } of block) {
        expect(position).toBe(last + 1);
        last = position;
        found.set(stream, [...(found.get(stream) ?? []), version]);
        if (version === 1) expect(data).toEqual({ note: 'ghi chú' });
      }
    }
    expect(await ledger.head()).toBe(last);
    // An append that nobody heard of may be there, but whole.
    expect([...found.values()].every((versions) => versions.join() === '1,2')).toBe(true);
    expect([...acknowledged.keys()].filter((stream) => !found.has(stream))).toEqual([]);
    await ledger.close();
    await pool.end();
    await server.stop();
  }, 120_000);
});
