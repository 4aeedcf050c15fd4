import { describe, expect, it } from '@jest/globals';
import { pauseAfter } from './backoff.js';
import { ServerClock } from './server-clock.js';

describe('coming back after a failure', () => {
  it('is twice as late each time, up to a minute, never all at once', () => {
    expect([1, 2, 3, 7, 40].map((failures) => pauseAfter(failures, undefined, 1))).toEqual([
      1_000, 2_000, 4_000, 60_000, 60_000,
    ]);
    expect(pauseAfter(3, undefined, 0)).toBe(2_000);
  });

  it('is never before the server said, and up to a fifth later', () => {
    expect([pauseAfter(1, 30, 0), pauseAfter(9, 30, 1)]).toEqual([30_000, 36_000]);
  });
});

describe('the server’s time', () => {
  it('is not known before it was heard, and goes on by the monotonic clock alone', () => {
    let mono = 5_000;
    const clock = new ServerClock(() => mono);
    expect(clock.now()).toBeUndefined();
    clock.note('Sun, 29 Nov 2026 03:00:00 GMT');
    mono += 61_000;
    expect(clock.now()?.toISOString()).toBe('2026-11-29T03:01:01.000Z');
    clock.note(null);
    clock.note('yesterday');
    expect(clock.now()?.toISOString()).toBe('2026-11-29T03:01:01.000Z');
  });
});
