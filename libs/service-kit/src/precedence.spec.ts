import { describe, expect, it } from '@jest/globals';
import { Precedence } from './precedence.js';

const HOUR = 3_600_000;
const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate);
};

/** Waits and remembers that it is over. */
function waiting(precedence: Precedence, most: number, signal?: AbortSignal): { over: boolean; done: Promise<void> } {
  const state = { over: false, done: Promise.resolve() };
  state.done = precedence.passed(most, signal).then(() => {
    state.over = true;
  });
  return state;
}

describe('who goes first', () => {
  it('is let pass, by everybody, until all of it is through', async () => {
    const precedence = new Precedence();
    const [one, other] = [precedence.take(), precedence.take()];
    const [a, b] = [waiting(precedence, HOUR), waiting(precedence, HOUR)];
    one();
    // The same end told twice is not the end of the other one.
    one();
    await turns(3);
    expect([a.over, b.over, precedence.taken]).toEqual([false, false, true]);

    other();
    await Promise.all([a.done, b.done]);
    expect(precedence.taken).toBe(false);
  });

  it('stays first where its next step begins in the same turn of the loop', async () => {
    const precedence = new Precedence();
    const first = precedence.take();
    const follower = waiting(precedence, HOUR);
    await turns(1);
    first();
    const second = precedence.take();
    await turns(3);
    expect(follower.over).toBe(false);
    second();
    await follower.done;
  });

  it('holds nobody up for longer than they said, nor whom somebody waits for', async () => {
    const precedence = new Precedence();
    precedence.take();
    await precedence.passed(5);
    const wanted = new AbortController();
    const follower = waiting(precedence, HOUR, wanted.signal);
    wanted.abort();
    await follower.done;
    expect(precedence.taken).toBe(true);
  });

  it('costs nothing while nobody does', async () => {
    const follower = waiting(new Precedence(), HOUR);
    await follower.done;
    expect(follower.over).toBe(true);
  });
});
