import { describe, expect, it } from '@jest/globals';
import { Door } from './door.js';

describe('the door', () => {
  it('is busy from the twentieth answer within a tenth of a second until that is past', () => {
    let now = 0;
    const door = new Door(() => now);
    const answer = (count: number): void => {
      for (let n = 0; n < count; n += 1) door.answered();
    };

    expect(door.busy).toBe(false);
    answer(19);
    expect(door.busy).toBe(false);
    answer(1);
    expect(door.busy).toBe(true);
    now = 100;
    expect(door.busy).toBe(false);
  });

  it('is not busy at a steady pace below that', () => {
    let now = 0;
    const door = new Door(() => now);
    for (let n = 0; n < 500; n += 1) {
      now += 6;
      door.answered();
    }

    expect(door.busy).toBe(false);
  });
});
