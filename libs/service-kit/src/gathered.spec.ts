import { describe, expect, it } from '@jest/globals';
import { Gathered } from './gathered.js';
import type { GatheredLimits } from './gathered.js';

/** A query that answers when it is told to. */
function underTest(limits?: GatheredLimits<number>): {
  gathered: Gathered<number, number>;
  asked: number[][];
  answer: (error?: Error) => Promise<void>;
} {
  const asked: number[][] = [];
  const open: ((error?: Error) => void)[] = [];
  const gathered = new Gathered<number, number>((keys) => {
    asked.push([...keys]);
    return new Promise((resolve, reject) => {
      open.push((error) => {
        if (error) reject(error);
        else resolve(keys.map((key) => key * 10));
      });
    });
  }, limits);
  const answer = async (error?: Error): Promise<void> => {
    open.shift()?.(error);
    await new Promise(setImmediate);
  };
  return { gathered, asked, answer };
}

describe('look-ups at the same time', () => {
  it('are one query, and everybody gets their own answer', async () => {
    const { gathered, asked, answer } = underTest();
    const answers = Promise.all([gathered.ask(1), gathered.ask(2), gathered.ask(1)]);
    await answer();
    await answer();

    expect(await answers).toEqual([10, 20, 10]);
    expect(asked).toEqual([[1, 2, 1]]);
  });

  it('are as many as may come to so much, and at least one', async () => {
    const { gathered, asked, answer } = underTest({ most: 4, weigh: { of: (key) => key, most: 10 } });
    const answers = Promise.all([4, 6, 1, 30, 1, 1, 1, 1, 1].map((key) => gathered.ask(key)));
    for (let query = 0; query < 5; query += 1) await answer();

    expect(asked).toEqual([[4, 6], [1], [30], [1, 1, 1, 1], [1]]);
    await answer();
    expect(await answers).toEqual([40, 60, 10, 300, 10, 10, 10, 10, 10]);
  });

  it('never get an answer that was on its way before they asked', async () => {
    const { gathered, asked, answer } = underTest();
    const first = gathered.ask(1);
    await new Promise(setImmediate);
    const second = gathered.ask(1);

    expect(asked).toEqual([[1]]);
    await answer();
    await answer();
    expect(await Promise.all([first, second])).toEqual([10, 10]);
    expect(asked).toEqual([[1], [1]]);
  });

  it('fail together with their query and not with the one before it', async () => {
    const { gathered, answer } = underTest();
    const first = gathered.ask(1);
    await new Promise(setImmediate);
    const second = gathered.ask(2);
    const refused = expect(first).rejects.toThrow('away');
    await answer(new Error('away'));
    await answer();

    await refused;
    expect(await second).toBe(20);
  });
});
