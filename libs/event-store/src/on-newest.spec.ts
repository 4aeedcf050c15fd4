import { describe, expect, it } from '@jest/globals';
import { AssertionFailed, ConcurrencyConflict } from './errors.js';
import { onNewest } from './on-newest.js';

/** Fails so often as there are errors, then answers how often it was asked. */
const failing = (...errors: Error[]) => {
  let asked = 0;
  return () => {
    const error = errors[asked];
    asked += 1;
    return error === undefined ? Promise.resolve(asked) : Promise.reject(error);
  };
};
const conflict = () => new ConcurrencyConflict('case-1', 4, 5);

describe('a decision on the newest state', () => {
  it('is made anew while a stream that it rests on moves', async () => {
    expect(await onNewest(failing())).toBe(1);
    expect(await onNewest(failing(conflict(), new AssertionFailed('claim-1', 1, 2)))).toBe(3);
  });

  it('is given up after eight attempts, with the last conflict', async () => {
    const conflicts = Array.from({ length: 8 }, conflict);
    await expect(onNewest(failing(...conflicts))).rejects.toBe(conflicts[7]);
    expect(await onNewest(failing(...conflicts.slice(1)))).toBe(8);
  });

  it('is not made anew after anything else', async () => {
    const other = new Error('no');
    await expect(onNewest(failing(other))).rejects.toBe(other);
  });
});
