import { afterEach, describe, expect, it } from '@jest/globals';
import { FeedWaiters } from './waiters.js';

const never = new AbortController().signal;
const LONG = 60_000;

let waiters: FeedWaiters;
afterEach(() => {
  waiters.stop();
});

/** A store of heads whose answers the test lets through by hand. */
class Heads {
  readonly heads = new Map<string, number>();
  readonly asked: string[][] = [];
  #open: (() => void)[] = [];
  held = false;

  readonly of = async (providers: readonly string[]): Promise<Map<string, number>> => {
    this.asked.push([...providers]);
    if (this.held) await new Promise<void>((resolve) => this.#open.push(resolve));
    return new Map([...this.heads].filter(([provider]) => providers.includes(provider)));
  };

  release(): void {
    this.held = false;
    for (const open of this.#open.splice(0)) open();
  }
}

describe('polls that wait', () => {
  it('are woken when their provider has something new, others stay', async () => {
    const heads = new Heads();
    waiters = new FeedWaiters(heads.of);
    const a = waiters.wait('a', 1, LONG, never);
    const b = waiters.wait('b', 1, LONG, never);
    heads.heads.set('a', 2).set('b', 1);
    waiters.signal();
    await a;
    expect(waiters.waiting).toBe(1);
    waiters.stop();
    await b;
    expect(waiters.waiting).toBe(0);
  });

  it('go first from the look that wakes them on, and say with which sequence', async () => {
    const heads = new Heads();
    let first = 0;
    const goFirst = (): (() => void) => {
      first += 1;
      return () => (first -= 1);
    };
    waiters = new FeedWaiters(heads.of, undefined, undefined, goFirst);
    const waiting = waiters.wait('a', 1, LONG, never);
    await new Promise(setImmediate);
    expect(first).toBe(0);
    heads.heads.set('a', 7);
    heads.held = true;
    waiters.signal();
    expect(first).toBe(1);
    heads.release();
    expect(await waiting).toBe(7);
    await new Promise(setImmediate);
    expect(first).toBe(0);
    expect(await waiters.wait('a', 7, 1, never)).toBeUndefined();
  });

  it('cost one query for many signals and many waiters', async () => {
    const heads = new Heads();
    heads.held = true;
    waiters = new FeedWaiters(heads.of, { total: 1_000, perProvider: 1_000 });
    const waiting = Array.from({ length: 200 }, (_, n) =>
      waiters.wait(`p${String(n % 10)}`, 0, LONG, new AbortController().signal),
    );
    for (let n = 0; n < 500; n += 1) waiters.signal();
    for (let n = 0; n < 10; n += 1) heads.heads.set(`p${String(n)}`, 1);
    heads.release();
    await Promise.all(waiting);
    expect(heads.asked.length).toBeLessThanOrEqual(2);
  });

  it('who registers while a query runs is covered by the next one', async () => {
    const heads = new Heads();
    heads.held = true;
    waiters = new FeedWaiters(heads.of);
    const first = waiters.wait('a', 0, LONG, never);
    heads.heads.set('a', 1).set('late', 7);
    const late = waiters.wait('late', 6, LONG, never);
    heads.release();
    await Promise.all([first, late]);
    expect(heads.asked[0]).toEqual(['a']);
    expect(heads.asked[1]).toEqual(expect.arrayContaining(['late']));
  });

  it('end when their time is over, when the caller is gone and when the process stops', async () => {
    waiters = new FeedWaiters(new Heads().of);
    await waiters.wait('a', 0, 5, never);
    const caller = new AbortController();
    const gone = waiters.wait('a', 0, LONG, caller.signal);
    caller.abort();
    await gone;
    const stopped = waiters.wait('a', 0, LONG, never);
    waiters.stop();
    await stopped;
    expect(waiters.waiting).toBe(0);
  });

  it('are bounded, in all and per provider, and leave their place when they go', async () => {
    waiters = new FeedWaiters(new Heads().of, { total: 3, perProvider: 2 });
    const held = [waiters.wait('a', 0, LONG, never), waiters.wait('a', 0, LONG, never)];
    await expect(waiters.wait('a', 0, LONG, never)).rejects.toMatchObject({ code: 'unavailable', status: 503 });
    held.push(waiters.wait('b', 0, LONG, never));
    await expect(waiters.wait('c', 0, LONG, never)).rejects.toMatchObject({ code: 'unavailable' });
    waiters.stop();
    await Promise.all(held);
    expect(waiters.waiting).toBe(0);
  });

  it('are not asked to come back all at the same moment', async () => {
    const asked = async (chance: number): Promise<unknown> => {
      const full = new FeedWaiters(new Heads().of, { total: 0, perProvider: 0 }, () => chance);
      return full.wait('a', 0, LONG, never).catch((error: unknown) => error);
    };
    expect(await asked(0)).toMatchObject({ options: { retryAfter: 2 } });
    expect(await asked(0.999)).toMatchObject({ options: { retryAfter: 8 } });
  });

  it('stay through a database that is away for a moment', async () => {
    let away = true;
    waiters = new FeedWaiters(() => (away ? Promise.reject(new Error('away')) : Promise.resolve(new Map([['a', 1]]))));
    const waiting = waiters.wait('a', 0, LONG, never);
    await new Promise(setImmediate);
    away = false;
    waiters.signal();
    await waiting;
    expect(waiters.waiting).toBe(0);
  });
});
