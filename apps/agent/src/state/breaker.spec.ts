import { describe, expect, it } from '@jest/globals';
import { WINDOW, aged, judge } from './breaker.js';
import type { Window } from './state.js';

const limits = { fraction: 0.5, least: 10 };
const window = (more: Partial<Window> = {}): Window => ({
  size: 100,
  added: 0,
  removed: 0,
  age: 0,
  accepted: false,
  ...more,
});

describe('the circuit breaker', () => {
  it('lets what is usual through and counts it', () => {
    expect(judge(window(), { added: 50, removed: 50 }, limits)).toEqual({ window: window({ added: 50, removed: 50 }) });
  });

  it.each([
    [{ added: 51, removed: 0 }, 'abnormal-growth'],
    [{ added: 0, removed: 51 }, 'abnormal-shrink'],
  ])('stops at %j', (change, stop) => {
    expect(judge(window(), change, limits)).toMatchObject({ stop });
  });

  it('adds up pages of usual size: a flood does not come in one', () => {
    expect(judge(window({ added: 45 }), { added: 10, removed: 0 }, limits)).toMatchObject({ stop: 'abnormal-growth' });
  });

  it('lets a few changes through on a short list', () => {
    expect(judge(window({ size: 2 }), { added: 10, removed: 2 }, limits)).toMatchObject({ window: { added: 10 } });
  });

  it('does not stop in the hour after an operator said go on', () => {
    expect(judge(window({ accepted: true }), { added: 900, removed: 0 }, limits)).toMatchObject({
      window: { added: 900 },
    });
  });

  it('begins anew after an hour of running, and not before', () => {
    const used = window({ added: 40, accepted: true });
    expect(aged(used, WINDOW - 1, 140)).toEqual({ ...used, age: WINDOW - 1 });
    expect(aged(aged(used, WINDOW - 1, 140), 1, 140)).toEqual(window({ size: 140 }));
  });
});
