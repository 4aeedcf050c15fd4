import { describe, expect, it } from '@jest/globals';
import { restBehind } from './rest.js';

describe('a subscription behind the door', () => {
  it('goes on at once while the door is quiet', () => {
    expect(restBehind({ busy: false })(500)).toBe(0);
  });

  it('rests in proportion to its work while the door is busy, and never longer than a second', () => {
    const rest = restBehind({ busy: true });

    expect([1, 40, 5_000].map(rest)).toEqual([50, 160, 1_000]);
  });

  it('rests too when anything else it is behind is busy', () => {
    expect(restBehind({ busy: false }, { busy: true })(40)).toBe(160);
  });
});
