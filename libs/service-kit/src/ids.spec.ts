import { describe, expect, it } from '@jest/globals';
import { validate, version } from 'uuid';
import { SystemIds } from './ids.js';

describe('ids from the system', () => {
  it('are UUIDv7, each another one, in the order they were made', () => {
    const ids = new SystemIds();
    const made = Array.from({ length: 5_000 }, () => ids.v7());

    expect(made.every((id) => validate(id) && version(id) === 7)).toBe(true);
    expect(new Set(made).size).toBe(made.length);
    expect([...made].sort()).toEqual(made);
  });

  it('are never the same in two processes that start in the same millisecond: every one has random bits of its own', () => {
    const tails = Array.from({ length: 1_000 }, () => new SystemIds().v7().slice(-12));
    expect(new Set(tails).size).toBe(tails.length);
  });

  it('say when they were made, in their first 48 bits', () => {
    const before = Date.now();
    const at = Number.parseInt(new SystemIds().v7().replaceAll('-', '').slice(0, 12), 16);
    expect(at).toBeGreaterThanOrEqual(before);
    expect(at).toBeLessThanOrEqual(Date.now());
  });

  it('hand out as many random bytes as are asked for, also more than are kept ready', () => {
    const ids = new SystemIds();
    expect([1, 32, 20_000].map((size) => ids.random(size).length)).toEqual([1, 32, 20_000]);
  });
});
