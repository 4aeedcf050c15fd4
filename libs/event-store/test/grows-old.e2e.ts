import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { runModule } from '#libs/testing';
import { fixture, type Fixture } from './fixture.js';

const built = new URL('../../../dist/libs/event-store/src/index.js', import.meta.url);

/** Appends again and again; answers by how many MiB V8's old space grew meanwhile, in a process that never collects it. */
const PROGRAM = `
  import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
  import { randomUUID } from 'node:crypto';
  const [url, limited, index] = process.argv.slice(1);
  const { EventStore, Keyring, servicePool } = await import(index);
  setFlagsFromString('--no-allocation-site-pretenuring');
  const pool = servicePool(url, 'triage');
  if (limited === 'limited by pg') pool.options.query_timeout = 40_000;
  const registry = { Opened: { category: 'case', schemaVersion: 1, classes: {} } };
  const store = new EventStore({ pool, registry, keyring: new Keyring(Buffer.alloc(32, 7)), service: 'triage' });
  const stream = 'case-' + randomUUID();
  let version = 0;
  const append = async () => {
    const events = Array.from({ length: 100 }, () => ({
      id: randomUUID(), type: 'Opened', occurredAt: '2026-01-31T08:15:30.123Z', actor: { kind: 'system', id: 'test' },
      correlationId: 'c', causationId: null, data: { text: 'x'.repeat(500) + version },
    }));
    await store.append({ streams: [{ stream, expectedVersion: version, events }] });
    version += events.length;
  };
  const old = () => getHeapSpaceStatistics().find(({ space_name: name }) => name === 'old_space').space_used_size / 2 ** 20;
  for (let n = 0; n < 100; n += 1) await append();
  const before = old();
  for (let n = 0; n < 200; n += 1) await append();
  console.log(old() - before);
  await store.close();
  await pool.end();
`;

let on: Fixture;
beforeAll(async () => {
  on = await fixture();
});
afterAll(() => on.close());

const grown = async (how: 'as it is' | 'limited by pg'): Promise<number> =>
  Number(await runModule(PROGRAM, { flags: ['--initial-old-space-size=1000'], args: [on.url, how, built.href] }));

it('what an append held is collected young: it does not wait among the old for a full collection, as it does under a time limit of pg', async () => {
  expect(await grown('as it is')).toBeLessThan(4);
  expect(await grown('limited by pg')).toBeGreaterThan(8);
});
