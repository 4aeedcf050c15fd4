import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '#libs/event-store';
import { exponentialBackoff } from './backoff.js';
import { describeError } from './describe-error.js';
import { lanesOf } from './effect.js';

const keyed = (keys: string) => keys.split('').map((key, n) => ({ key, event: { position: n + 1 } as RecordedEvent }));
const shape = (lanes: ReturnType<typeof lanesOf>) =>
  lanes.map((lane) => lane.map(({ key, event }) => `${key}${String(event.position)}`).join(' '));

describe('the lanes of a batch', () => {
  it('keep a key together and in order, and are about equally long', () => {
    expect(shape(lanesOf(keyed('aabacbd'), 2))).toEqual(['a1 a2 a4 d7', 'b3 c5 b6']);
  });

  it('are no more than there are keys, and none for no events', () => {
    expect(lanesOf(keyed('aaa'), 4)).toHaveLength(1);
    expect(lanesOf([], 4)).toEqual([]);
  });
});

describe('the wait after a failure', () => {
  it('grows by its factor up to its limit, within a fifth of jitter', () => {
    const options = { first: 100, factor: 3, longest: 1_000 };
    const middle = exponentialBackoff(options, () => 0.5);
    expect([1, 2, 3, 4].map(middle).map(Math.round)).toEqual([100, 300, 900, 1_000]);
    expect(Math.round(exponentialBackoff(options, () => 0)(1))).toBe(80);
    expect(Math.round(exponentialBackoff(options, () => 1)(1))).toBe(120);
  });
});

describe('an error kept for operators', () => {
  it('says its kind and code, and nothing of what was in the event', () => {
    const error = Object.assign(
      new Error('invalid value "Nguyễn Văn A" for https://bad.example/x, call 0912 345 678 or a@b.example'),
      { code: '22P02' },
    );
    expect(describeError(error)).toBe('Error 22P02: invalid value … for … call … or …');
    expect(describeError('text')).toBe('a handler threw something that is not an error');
    expect(describeError(new Error('x'.repeat(1_000)))).toHaveLength(300);
  });
});
