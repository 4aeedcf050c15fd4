import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { START, isWithin, packPlace, turnPage, unpackPlace } from './place.js';
import type { Place } from './place.js';

interface Item {
  readonly sequence: number;
  readonly kind: 'lift' | 'block';
}

/** What the store gives after a place: each lane in order, at most `limit` of it, and the newest sequence. */
const read = (feed: readonly Item[], place: Place, limit: number) => {
  const lane = (kind: Item['kind'], after: number): Item[] =>
    feed.filter((item) => item.kind === kind && item.sequence > after).slice(0, limit);
  return { head: feed.length, lifts: lane('lift', place.lifts), blocks: lane('block', place.blocks) };
};

const feeds = fc
  .array(fc.constantFrom<Item['kind']>('lift', 'block'), { maxLength: 60 })
  .map((kinds) => kinds.map((kind, index): Item => ({ kind, sequence: index + 1 })));

describe('a page of the feed', () => {
  it('skips nothing and repeats nothing, however the feed grows between pages', () => {
    fc.assert(
      fc.property(
        feeds,
        fc.array(fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 7 })), { maxLength: 80 }),
        (feed, turns) => {
          let place = START;
          let visible = 0;
          const seen: number[] = [];
          const more = Array.from({ length: 2 * feed.length + 1 }, () => [feed.length, 3] as const);
          for (const [grown, limit] of [...turns, ...more]) {
            visible = Math.min(feed.length, visible + grown);
            const page = turnPage(place, read(feed.slice(0, visible), place, limit), limit);
            expect(page.items.length).toBeLessThanOrEqual(limit);
            seen.push(...page.items.map((item) => item.sequence));
            place = page.next;
          }
          expect([...seen].sort((a, b) => a - b)).toEqual(feed.map((item) => item.sequence));
        },
      ),
    );
  });

  it('hands out every pending lift before any block', () => {
    fc.assert(
      fc.property(feeds, fc.integer({ min: 1, max: 7 }), (feed, limit) => {
        let place = START;
        const kinds: Item['kind'][] = [];
        for (let turn = 0; turn <= feed.length; turn += 1) {
          const page = turnPage(place, read(feed, place, limit), limit);
          kinds.push(...page.items.map((item) => item.kind));
          place = page.next;
        }
        expect(kinds).toEqual([...kinds].sort((a, b) => (a === b ? 0 : a === 'lift' ? -1 : 1)));
      }),
    );
  });

  it('keeps, for one target, the order of the sequence', () => {
    // A block is only ever handed out when no lift waits: a lift that came before it has gone before it.
    fc.assert(
      fc.property(
        feeds,
        fc.array(fc.tuple(fc.nat(9), fc.integer({ min: 1, max: 4 })), { maxLength: 60 }),
        (feed, turns) => {
          let place = START;
          let visible = 0;
          for (const [grown, limit] of turns) {
            visible = Math.min(feed.length, visible + grown);
            const page = turnPage(place, read(feed.slice(0, visible), place, limit), limit);
            place = page.next;
            for (const block of page.items.filter((item) => item.kind === 'block')) {
              const waiting = feed
                .slice(0, visible)
                .filter(
                  (item) => item.kind === 'lift' && item.sequence < block.sequence && item.sequence > place.lifts,
                );
              expect(waiting).toEqual([]);
            }
          }
        },
      ),
    );
  });
});

describe('a place', () => {
  it('survives its way through a cursor', () => {
    expect(unpackPlace(packPlace({ lifts: 3, blocks: 9 }, 'a1'))).toEqual({
      place: { lifts: 3, blocks: 9 },
      generation: 'a1',
    });
    expect(unpackPlace(undefined)).toEqual({ place: START, generation: undefined });
  });

  it('of a cursor that does not say its history is gone: nobody can tell whether it was restored since', () => {
    expect(() => unpackPlace({ l: 3, b: 9 })).toThrow('cursor-gone');
  });

  it('is within a feed that has come as far, in both lanes', () => {
    const place = { lifts: 3, blocks: 9 };
    expect([isWithin(place, 9), isWithin(place, 8)]).toEqual([true, false]);
    expect([isWithin({ lifts: 9, blocks: 3 }, 8), isWithin(START, 0)]).toEqual([false, true]);
  });

  it.each([[{}], [{ g: 'a1', l: -1, b: 0 }], [{ l: 0, b: 0, x: 1 }], ['1'], [{ g: 1, l: 0, b: 1 }]])(
    '%j is no place',
    (packed) => {
      expect(() => unpackPlace(packed)).toThrow('invalid-cursor');
    },
  );
});
