import { describe, expect, it, jest } from '@jest/globals';
import { AgreedClock } from './agreed-clock.js';

const HOUR = 3_600_000;
/** A shared clock that is off by so much from ours, and what was said about it. */
const beside = (first: number) => {
  const shared = { by: first, away: false };
  const said: number[] = [];
  const clock = new AgreedClock(
    () => (shared.away ? Promise.reject(new Error('away')) : Promise.resolve(Date.now() + shared.by)),
    (by) => said.push(by),
  );
  const off = () => clock.now().getTime() - Date.now();
  return { shared, said, clock, off };
};

describe('a clock that is put right by a shared one', () => {
  it.each([HOUR, -25 * HOUR])('follows it when it is off by %i ms, and says so once', async (by) => {
    const { clock, off, said } = beside(by);
    await clock.look();
    await clock.look();
    expect(Math.abs(off() - by)).toBeLessThan(1_000);
    expect(said).toHaveLength(1);
    expect(Math.abs((said[0] ?? 0) - by)).toBeLessThan(1_000);
  });

  it('is left alone while it is right within what NTP and the way allow', async () => {
    const { clock, off, said } = beside(900);
    await clock.look();
    expect(Math.abs(off())).toBeLessThan(100);
    expect(said).toEqual([]);
  });

  it('keeps what it found while nobody answers, and forgets it when the clock is right again', async () => {
    const { shared, clock, off, said } = beside(HOUR);
    await clock.look();
    shared.away = true;
    await clock.look();
    expect(Math.abs(off() - HOUR)).toBeLessThan(1_000);
    Object.assign(shared, { away: false, by: 0 });
    await clock.look();
    expect(Math.abs(off())).toBeLessThan(100);
    expect(said[1]).toBe(0);
  });

  it('has ended its last look when it is stopped, and begins no other', async () => {
    const asked: ((now: number) => void)[] = [];
    const clock = new AgreedClock(
      () => new Promise((resolve) => asked.push(resolve)),
      () => undefined,
    );
    jest.useFakeTimers();
    try {
      const started = clock.start();
      const order: string[] = [];
      const stopped = clock.stop().then(() => order.push('stopped'));
      await Promise.resolve();
      order.push('answered');
      asked[0]?.(Date.now());
      await Promise.all([started, stopped]);
      expect(order).toEqual(['answered', 'stopped']);
      jest.advanceTimersByTime(HOUR);
      expect(asked).toHaveLength(1);
    } finally {
      jest.useRealTimers();
    }
  });
});
