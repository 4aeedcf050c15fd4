import { describe, expect, it } from '@jest/globals';
import { v5, validate, version } from 'uuid';
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

  it('of names are those of RFC 9562, the same for ever', () => {
    const ids = new SystemIds();
    const names = ['', 'order-1:isp-url', 'yêu cầu gỡ chặn · Đà Nẵng', ...Array.from({ length: 500 }, () => ids.v7())];
    expect(names.map((name) => ids.v5(name))).toEqual(
      names.map((name) => v5(name, '6f1c2b0a-5d5b-5c6e-9a51-3a8d1d1f7f10')),
    );
    expect(ids.v5('order-1:isp-url')).toBe('ce39e3fb-dccd-5b44-8f90-4c72e1de5b80');
  });

  it('hand out as many random bytes as are asked for, also more than are kept ready', () => {
    const ids = new SystemIds();
    expect([1, 32, 20_000].map((size) => ids.random(size).length)).toEqual([1, 32, 20_000]);
  });
});
