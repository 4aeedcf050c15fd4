import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instantOf, isAfter, isValidAt, millisecondsOf, plusDays, plusMinutes } from './instant.js';

/** From 1900 to 2200, leap years and turns of centuries among them. */
const moments = fc.integer({ min: -2_208_988_800_000, max: 7_258_118_399_999 });

describe('instants', () => {
  it('agree with the platform’s own calendar', () => {
    fc.assert(
      fc.property(moments, (milliseconds) => {
        const written = new Date(milliseconds).toISOString();
        expect(instantOf(milliseconds)).toBe(written);
        expect(millisecondsOf(written)).toBe(milliseconds);
      }),
      { numRuns: 2000 },
    );
  });

  it('compare as moments, however many digits they were written with', () => {
    expect(isAfter('2026-03-01T00:00:00.5Z', '2026-03-01T00:00:00Z')).toBe(true);
    expect(isAfter('2026-03-01T00:00:00Z', '2026-03-01T00:00:00.000Z')).toBe(false);
    expect(isAfter('2026-03-01T00:00Z', '2026-02-28T23:59:59.999999Z')).toBe(true);
    expect(millisecondsOf('2026-03-01T00:00:00.123456Z') % 1000).toBe(123);
  });

  it('move by minutes and days over months and leap days', () => {
    expect(plusMinutes('2026-12-31T23:59:30Z', 1)).toBe('2027-01-01T00:00:30.000Z');
    expect(plusDays('2028-02-28T12:00:00Z', 1)).toBe('2028-02-29T12:00:00.000Z');
    expect(plusDays('2026-02-28T12:00:00Z', 1)).toBe('2026-03-01T12:00:00.000Z');
  });

  it('refuse what is no instant in UTC, by name', () => {
    for (const wrong of ['2026-03-01', '2026-03-01T00:00:00+07:00', 'yesterday', '']) {
      expect(() => millisecondsOf(wrong)).toThrow(`found "${wrong}"`);
    }
  });
});

describe('validity of a register entry', () => {
  const entry = { validFrom: '2026-01-01T00:00:00.000Z', validTo: '2026-07-01T00:00:00.000Z' };
  it('begins with its first moment and ends before its last', () => {
    expect(isValidAt(entry, '2025-12-31T23:59:59.999Z')).toBe(false);
    expect(isValidAt(entry, entry.validFrom)).toBe(true);
    expect(isValidAt(entry, '2026-06-30T23:59:59.999Z')).toBe(true);
    expect(isValidAt(entry, entry.validTo)).toBe(false);
    expect(isValidAt({ ...entry, validTo: null }, '2100-01-01T00:00:00.000Z')).toBe(true);
  });
});
