import { describe, expect, it } from '@jest/globals';
import type { FeedItem } from './entry.js';
import { entryOf, shownAs } from './entry.js';
import { difference, effective, follow, sameWords } from './follow.js';
import type { Followed, Heard } from './follow.js';
import { newState } from './state.js';
import type { State } from './state.js';

const ENDS = '2026-12-01T00:00:00.000Z';
const item = (id: string, sequence: number, more: Partial<FeedItem> = {}): FeedItem => ({
  ...{ id, sequence, kind: 'block', reference: `YC-${id}`, action: 'block-host', category: 'social-vice' },
  ...{ target: { host: `${id}.test` }, expiresAt: ENDS },
  ...more,
});
const page = (...items: FeedItem[]): Heard => ({ kind: 'page', items, cursor: 'next' });
const snapshot = (sequence: number, ...items: FeedItem[]): Heard => ({
  kind: 'snapshot',
  items,
  cursor: 'next',
  sequence,
});
const options = {
  refusal: ({ action }: FeedItem) =>
    action === 'block-url' ? ({ code: 'cannot-express', reason: 'names only' } as const) : undefined,
  now: new Date('2026-11-29T00:00:00.000Z'),
  grace: 3_600_000,
};
const told = (...items: FeedItem[]) => new Map(items.map((one) => [one.id, entryOf(one)]));
const state = (more: Partial<State> = {}): State => ({ ...newState('http://s'), cursor: 'here', ...more });
const taken = (followed: Followed): Extract<Followed, { ok: true }> => {
  if (!followed.ok) throw new Error(followed.detail);
  return followed;
};
const at12 = state({ sequence: 12, blocks: 12 });

describe('following a feed', () => {
  it('takes a block over, acknowledges it, and waits until it can be seen', () => {
    const next = taken(follow(state(), told(), page(item('a', 1)), options));
    expect([...next.told.keys()]).toEqual(['a']);
    expect(next.state).toMatchObject({ cursor: 'next', sequence: 1, blocks: 1 });
    expect(next.state.outbox).toEqual([{ id: 'a', answer: 'acknowledge' }]);
    expect(next.state.waiting).toEqual([{ id: 'a', sequence: 1, kind: 'block' }]);
  });

  it('refuses what it cannot carry out, once, and does not block it', () => {
    const urls = page(item('a', 1, { action: 'block-url', target: { url: 'http://a.test/1' } }));
    const next = taken(follow(state(), told(), urls, options));
    expect(next.told.size).toBe(0);
    expect(next.state.outbox).toEqual([{ id: 'a', answer: 'refused', code: 'cannot-express', reason: 'names only' }]);
    const again = taken(follow({ ...state(), ...next.state }, next.told, urls, options));
    expect(again.state.outbox).toHaveLength(1);
  });

  it('takes a lifted block away, and waits until that can be seen', () => {
    const next = taken(follow(at12, told(item('a', 3)), page(item('a', 13, { kind: 'lift' })), options));
    expect(next.told.size).toBe(0);
    expect(next.state.waiting).toEqual([{ id: 'a', sequence: 13, kind: 'lift' }]);
  });

  it('answers the lift of what it does not have: nothing is blocked, which is what was asked for', () => {
    const next = taken(follow(at12, told(), page(item('z', 9, { kind: 'lift' })), options));
    expect(next.state.waiting).toEqual([{ id: 'z', sequence: 9, kind: 'lift' }]);
  });

  it('does nothing twice when an item comes twice', () => {
    const twice = page(item('a', 13), item('a', 13), item('b', 14, { kind: 'lift' }), item('b', 14, { kind: 'lift' }));
    const next = taken(follow(at12, told(item('b', 2)), twice, options));
    expect(next.state.outbox).toHaveLength(1);
    const again = taken(follow({ ...at12, ...next.state }, next.told, twice, options));
    expect([again.state.outbox, again.state.waiting]).toEqual([next.state.outbox, next.state.waiting]);
  });

  it('puts a later item in the place of the earlier one of the same request', () => {
    const renewed = item('a', 13, { expiresAt: '2027-01-01T00:00:00.000Z' });
    const next = taken(follow(at12, told(item('a', 3)), page(renewed), options));
    expect(next.told.get('a')).toMatchObject({ sequence: 13, expiresAt: renewed.expiresAt });
  });
});

describe('a list that goes backwards', () => {
  it.each<[string, Heard, RegExp]>([
    ['a snapshot from before what was applied', snapshot(11, item('a', 3)), /snapshot of sequence 11 came after 12/],
    ['an unknown block from before', page(item('z', 12)), /sequence 12 came after 12/],
    ['an older item of a known request', page(item('a', 2)), /came as 2 after 3/],
    ['an older lift of a known request', page(item('a', 1, { kind: 'lift' })), /lift of a came as 1 after 3/],
  ])('%s is refused', (_, heard, words) => {
    const followed = follow(at12, told(item('a', 3)), heard, options);
    expect(followed).toMatchObject({ ok: false });
    expect(followed.ok ? '' : followed.detail).toMatch(words);
  });

  it('a block that was lifted does not come back by an old page', () => {
    const lifted = taken(follow(at12, told(item('a', 3)), page(item('a', 13, { kind: 'lift' })), options));
    expect(follow({ ...at12, ...lifted.state }, lifted.told, page(item('a', 3)), options)).toMatchObject({ ok: false });
  });

  it('the same snapshot again is none', () => {
    expect(follow(at12, told(item('a', 3)), snapshot(12, item('a', 3)), options)).toMatchObject({ ok: true });
  });
});

describe('a snapshot', () => {
  it('takes the place of everything: what is not in it goes, what is new comes, the rest is not answered again', () => {
    const next = taken(
      follow(at12, told(item('a', 3), item('b', 4)), snapshot(20, item('b', 4), item('c', 20)), options),
    );
    expect([...next.told.keys()]).toEqual(['b', 'c']);
    expect(next.state.outbox).toEqual([{ id: 'c', answer: 'acknowledge' }]);
    expect(next.state).toMatchObject({ sequence: 20, blocks: 20 });
  });
});

describe('the end of a block', () => {
  const late = (now: string | undefined, grace: number | null) => {
    const next = taken(
      follow(at12, told(item('a', 3)), page(), {
        ...options,
        now: now === undefined ? undefined : new Date(now),
        grace,
      }),
    );
    return effective(next.told, null).length;
  };

  it('is the lift, or the grace after its end by the server’s clock', () => {
    expect(late('2026-12-01T00:59:59.000Z', 3_600_000)).toBe(1);
    expect(late('2026-12-01T01:00:01.000Z', 3_600_000)).toBe(0);
  });

  it('does not come by a clock that nobody confirmed, nor where no grace is set', () => {
    expect(late(undefined, 0)).toBe(1);
    expect(late('2099-01-01T00:00:00.000Z', null)).toBe(1);
  });

  it('is taken back by a renewal', () => {
    const over = taken(follow(at12, told(item('a', 3)), page(), { ...options, now: new Date('2027-01-01T00:00:00Z') }));
    const renewed = item('a', 13, { expiresAt: '2028-01-01T00:00:00.000Z' });
    const next = taken(follow({ ...at12, ...over.state }, over.told, page(renewed), options));
    expect(effective(next.told, null)).toHaveLength(1);
  });
});

describe('going back to an earlier list', () => {
  const earlier = [entryOf(item('a', 3)), entryOf(item('b', 4))];

  it('takes away what came later and never blocks again what was lifted since', () => {
    expect(effective(told(item('b', 4), item('c', 5)), earlier).map(({ id }) => id)).toEqual(['b']);
  });
});

describe('two lists', () => {
  const one = entryOf(item('a', 3));
  const longer = { ...one, expiresAt: '2027-01-01T00:00:00.000Z' };

  it('differ in which blocks stand on them; a longer end is other words and no other block', () => {
    expect(difference([one], [longer])).toEqual({ added: [], removed: [] });
    expect(sameWords([one], [longer])).toBe(false);
    expect(difference([one], [{ ...one, target: { domain: 'a.test' } }])).toMatchObject({ added: [{}], removed: [{}] });
    expect(sameWords([one], [{ ...one, sequence: 99 }])).toBe(true);
  });
});

describe('an entry on a screen', () => {
  it('is named, but for a referral category', () => {
    expect(shownAs(entryOf(item('a', 1)))).toBe('a.test');
    expect(shownAs(entryOf(item('a', 1, { target: { domain: 'a.test' } })))).toBe('a.test and below');
    expect(shownAs(entryOf(item('a', 1, { category: undefined })))).toBe('(YC-a, name withheld)');
  });
});
