import { describe, expect, it } from '@jest/globals';
import { plusMinutes, restOf, type Handled } from '../index.js';

const NOW = '2026-03-01T08:00:00.000Z';
const policy = { severeRunCases: 3, breakMinutes: 15, shiftCapCases: 6, shiftHours: 8 };
const ago = (minutes: number, severe = true): Handled => ({ at: plusMinutes(NOW, -minutes), severe });
const ask = (handled: Handled[], wentOnAt: string | null = null) => restOf({ now: NOW, handled, wentOnAt }, policy);

describe('a break', () => {
  it('is suggested after a run of hard cases, until a break has passed since the last', () => {
    expect(ask([ago(1), ago(5), ago(10)])).toEqual({
      ...{ rest: 'break', until: plusMinutes(NOW, 14), severeRun: 3, inShift: 3 },
    });
  });

  it('is not while the run is short, was broken by an ordinary case or a pause, or the person went on', () => {
    expect(ask([ago(1), ago(5)]).rest).toBe('none');
    expect(ask([ago(1), ago(5, false), ago(6), ago(7)]).rest).toBe('none');
    expect(ask([ago(16), ago(17), ago(18)]).rest).toBe('none');
    expect(ask([ago(1), ago(3), ago(19), ago(20)]).rest).toBe('none');
    expect(ask([ago(1), ago(5), ago(10)], plusMinutes(NOW, -2))).toMatchObject({ rest: 'none', severeRun: 1 });
  });
});

describe('the cap of a shift', () => {
  const six = [1, 30, 60, 90, 120, 150].map((minutes) => ago(minutes, false));

  it('counts every case of the last hours, and may be passed once', () => {
    expect(ask(six)).toMatchObject({ rest: 'cap', mayGoOn: true, inShift: 6 });
    expect(ask([...six.slice(1), ago(500, false)]).rest).toBe('none');
    expect(ask(six, plusMinutes(NOW, -2))).toMatchObject({ rest: 'none' });
    expect(ask([ago(1), ago(2, false), ago(3, false), ...six], plusMinutes(NOW, -4))).toMatchObject({ mayGoOn: false });
  });
});
