import { describe, expect, it } from '@jest/globals';
import { msUntilOpen } from './change-window.js';

const HOUR = 3_600_000;
/** A moment of a day in Vietnam. */
const ict = (time: string): Date => new Date(`2026-03-01T${time}+07:00`);

describe('a change window', () => {
  it.each([
    ['01:00', '05:00', '00:59:59', 1_000],
    ['01:00', '05:00', '01:00:00', 0],
    ['01:00', '05:00', '04:59:59', 0],
    ['01:00', '05:00', '05:00:00', 20 * HOUR],
    ['22:00', '04:00', '23:30:00', 0],
    ['22:00', '04:00', '03:59:59', 0],
    ['22:00', '04:00', '04:00:00', 18 * HOUR],
    ['22:00', '04:00', '21:00:00', HOUR],
    ['00:00', '00:00', '12:00:00', 0],
  ])('from %s to %s is, at %s, still so far away (ms): %i', (from, to, at, ms) => {
    expect(msUntilOpen({ from, to }, ict(at))).toBe(ms);
  });
});
