import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { keptBack } from './kept-back.js';

describe('a published break-down', () => {
  it.each([
    [
      { a: 3, b: 900 },
      { a: 3, b: 900 },
    ],
    [
      { a: 2, b: 1, c: 5 },
      { a: null, b: null, c: 5 },
    ],
    [
      { a: 8, b: 2, c: 5 },
      { a: 8, b: null, c: null },
    ],
    [{ a: 1 }, { a: null }],
    [{}, {}],
  ])('of %j is %j', (counts, published) => {
    expect(keptBack(counts)).toEqual(published);
  });

  it('never lets the total tell a small count', () => {
    const counts = fc.dictionary(fc.string(), fc.integer({ min: 1, max: 10 }), { minKeys: 2, noNullPrototype: true });
    fc.assert(
      fc.property(counts, (given) => {
        const published = keptBack(given);
        const hidden = Object.values(published).filter((count) => count === null).length;
        expect(hidden).not.toBe(1);
        for (const [key, count] of Object.entries(published)) if (count !== null) expect(given[key]).toBe(count);
        for (const [key, count] of Object.entries(given)) if (count < 3) expect(published[key]).toBeNull();
      }),
    );
  });
});
