import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ConcurrencyConflict, type EventStore } from '../src/index.js';
import { event, fixture, newId, type Fixture } from './fixture.js';

const WRITERS = 16;
const EVENTS = 8_000;

/**
 * The claim the whole product rests on: whoever reads "everything after position p" never misses an event that became visible
 * later. Writers of sixteen processes' worth of stores conflict, pause and append in sizes of their own while readers follow.
 */
describe('a reader that follows the log', () => {
  let on: Fixture;
  beforeAll(async () => {
    on = await fixture();
  });
  afterAll(() => on.close());

  it('skips no position under 16 chaotic writers', async () => {
    const streams = Array.from({ length: 12 }, () => `case-${newId()}`);
    const appended = new Set<string>();
    let conflicts = 0;
    let done = false;

    const write = async (store: EventStore) => {
      while (appended.size < EVENTS) {
        const stream = streams[randomInt(streams.length)] ?? '';
        const events = Array.from({ length: randomInt(1, 9) }, () =>
          event('Opened', { text: 'x'.repeat(randomInt(400)) }),
        );
        // Four in ten trust a version that is probably stale.
        const expectedVersion = randomInt(10) < 4 ? randomInt(200) : 'any';
        try {
          await store.append({ streams: [{ stream, expectedVersion, events }] });
          for (const { id } of events) appended.add(id);
        } catch (error) {
          if (!(error instanceof ConcurrencyConflict)) throw error;
          conflicts++;
        }
        if (randomInt(20) === 0) await pause(randomInt(12));
      }
    };
    const follow = async (store: EventStore, limit: number) => {
      const seen: string[] = [];
      let after = 0;
      for (;;) {
        const last = done;
        const page = await store.readAll({ after, limit });
        for (const { id, position } of page) {
          expect(position).toBe(after + 1);
          after = position;
          seen.push(id);
        }
        if (last && page.length === 0) return seen;
        if (page.length === 0) await new Promise(setImmediate);
      }
    };

    const readers = [follow(on.store('ledger'), 7), follow(on.store('triage'), 500)];
    const stores = Array.from({ length: WRITERS }, () => on.store('triage'));
    await Promise.all(stores.map((store) => write(store)));
    done = true;
    for (const seen of await Promise.all(readers)) {
      expect(seen).toHaveLength(appended.size);
      expect(new Set(seen)).toEqual(appended);
    }
    expect(conflicts).toBeGreaterThan(50);

    for (const stream of streams) {
      const versions = (await stores[0]?.readStream(stream))?.map(({ version }) => version) ?? [];
      expect(versions).toEqual(versions.map((_, index) => index + 1));
    }
  }, 120_000);
});
