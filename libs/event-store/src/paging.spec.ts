import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readPage } from './paging.js';

/** A log whose visible positions are given; others were filtered away or are not ours to read. */
function log(positions: readonly number[], head: number) {
  const windows: [number, number][] = [];
  return {
    windows,
    head: () => Promise.resolve(head),
    read: (backwards: boolean) => (low: number, high: number, limit: number) => {
      windows.push([low, high]);
      const inside = positions.filter((position) => position > low && position <= high).sort((a, b) => a - b);
      return Promise.resolve((backwards ? inside.reverse() : inside).slice(0, limit));
    },
  };
}

describe('a page of the log', () => {
  const positions = fc.uniqueArray(fc.integer({ min: 1, max: 200_000 }), { maxLength: 60 });
  const asked = fc.record({ after: fc.integer({ min: 0, max: 210_000 }), limit: fc.integer({ min: 0, max: 40 }) });

  it('holds the first so many after a position, whatever lies between them', async () => {
    await fc.assert(
      fc.asyncProperty(positions, asked, fc.option(fc.integer({ min: 0, max: 210_000 })), async (all, ask, upTo) => {
        const on = log(all, 200_000);
        const page = await readPage({ ...ask, ...(upTo === null ? {} : { upTo }) }, on.read(false), on.head);
        const sorted = [...all].sort((a, b) => a - b);
        expect(page).toEqual(sorted.filter((p) => p > ask.after && p <= (upTo ?? Infinity)).slice(0, ask.limit));
      }),
    );
  });

  it('holds the last so many before a position when read backwards', async () => {
    await fc.assert(
      fc.asyncProperty(positions, asked, async (all, ask) => {
        const on = log(all, 200_000);
        const page = await readPage({ ...ask, direction: 'backwards' }, on.read(true), on.head);
        const sorted = [...all].sort((a, b) => b - a);
        expect(page).toEqual(sorted.filter((p) => p < ask.after).slice(0, ask.limit));
      }),
    );
  });

  it('costs one query while the log is dense, and few when what is wanted is rare', async () => {
    const dense = log(
      Array.from({ length: 2_000 }, (_, index) => index + 1),
      2_000,
    );
    await readPage({ after: 100, limit: 1_000 }, dense.read(false), dense.head);
    expect(dense.windows).toEqual([[100, 1_100]]);
    const rare = log([999_999], 1_000_000);
    expect(await readPage({ after: 0, limit: 10 }, rare.read(false), rare.head)).toEqual([999_999]);
    expect(rare.windows.length).toBeLessThan(30);
  });

  it('skips nothing that is committed into the first window while the head is asked', async () => {
    let committed = 3;
    const read = (low: number, high: number, limit: number) =>
      Promise.resolve(
        Array.from({ length: committed }, (_, index) => index + 1)
          .filter((position) => position > low && position <= high)
          .slice(0, limit),
      );
    const head = () => Promise.resolve((committed = 2_000));
    expect(await readPage({ after: 0, limit: 10 }, read, head)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});
