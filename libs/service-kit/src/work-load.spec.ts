import { describe, expect, it } from '@jest/globals';
import { WorkLoad } from './work-load.js';

describe('the work load', () => {
  it('is busy while the last tenth of a second was mostly work, and not before that has passed', () => {
    let [now, active] = [0, 0];
    const at = (): { active: number; idle: number; utilization: number } => ({
      active,
      idle: now - active,
      utilization: 0,
    });
    const load = new WorkLoad(
      () => now,
      (current = at(), before = { active: 0, idle: 0, utilization: 0 }) => {
        const worked = current.active - before.active;
        const all = worked + current.idle - before.idle;
        return { ...current, utilization: all === 0 ? 0 : worked / all };
      },
    );
    const pass = (time: number, work: number): boolean => {
      [now, active] = [now + time, active + work];
      return load.busy;
    };

    expect(pass(99, 99)).toBe(false);
    expect(pass(1, 1)).toBe(true);
    expect(pass(50, 0)).toBe(true);
    expect(pass(50, 20)).toBe(false);
  });
});
