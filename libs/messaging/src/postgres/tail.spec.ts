import { describe, expect, it } from '@jest/globals';
import type { ReadAllOptions, RecordedEvent } from '#libs/event-store';
import { Tail } from './tail.js';

/** A log of `size` events, types A and B by turns, that counts how often it is read. */
function logOf(size: number) {
  const events = Array.from({ length: size }, (_, n) => ({
    position: n + 1,
    type: n % 2 === 0 ? 'A' : 'B',
  })) as RecordedEvent[];
  const reads: ReadAllOptions[] = [];
  const store = {
    readAll: (options: ReadAllOptions): Promise<RecordedEvent[]> => {
      reads.push(options);
      const { after, limit, upTo = Infinity, types } = options;
      const found = events.filter((e) => e.position > after && e.position <= upTo && (types?.includes(e.type) ?? true));
      return Promise.resolve(found.slice(0, limit));
    },
    head: () => Promise.resolve(events.length),
  };
  return { store, reads, events };
}

/** Reads on from a position until the end, as a subscription does. */
async function readOn(tail: Tail, after: number, types: readonly string[]): Promise<number[]> {
  const seen: number[] = [];
  let at = after;
  while (at < tail.head) {
    const page = await tail.read(at, new Set(types));
    expect(page.upTo).toBeGreaterThan(at);
    seen.push(...page.events.map((event) => event.position));
    at = page.upTo;
  }
  return seen;
}

const positions = (from: number, to: number, step = 1) =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, n) => from + n * step);

describe('the tail of the log', () => {
  it('gives each subscription all of its events once, in order, wherever it stands', async () => {
    const { store } = logOf(5_000);
    const tail = new Tail(store, ['A', 'B'], 100);
    await tail.look();
    const [all, onlyA, late] = await Promise.all([
      readOn(tail, 0, ['A', 'B']),
      readOn(tail, 0, ['A']),
      readOn(tail, 4_900, ['B']),
    ]);
    expect(all).toEqual(positions(1, 5_000));
    expect(onlyA).toEqual(positions(1, 4_999, 2));
    expect(late).toEqual(positions(4_902, 5_000, 2));
  });

  it('is read once for subscriptions that stand at its end', async () => {
    const { store, reads, events } = logOf(10);
    const tail = new Tail(store, ['A', 'B'], 100);
    await tail.look();
    events.push({ position: 11, type: 'A' } as RecordedEvent, { position: 12, type: 'B' } as RecordedEvent);
    tail.see(12);
    const pages = await Promise.all([['A'], ['B'], ['A', 'B']].map((types) => tail.read(10, new Set(types))));
    expect(pages.map(({ events: page }) => page.map((event) => event.position))).toEqual([[11], [12], [11, 12]]);
    expect(reads).toHaveLength(1);
  });

  it('does not make those at the end wait for one that starts at the beginning', async () => {
    const { store, reads } = logOf(10_000);
    const tail = new Tail(store, ['A', 'B'], 100);
    await tail.look();
    await tail.read(0, new Set(['A']));
    const page = await tail.read(9_999, new Set(['B']));
    expect(page.events.map((event) => event.position)).toEqual([10_000]);
    expect(reads).toHaveLength(2);
  });

  it('is not read at all when nothing is new', async () => {
    const { store, reads } = logOf(10);
    const tail = new Tail(store, ['A'], 100);
    await tail.look();
    expect(await tail.read(10, new Set(['A']))).toEqual({ events: [], upTo: 10 });
    expect(reads).toHaveLength(0);
  });
});
