import { describe, expect, it } from '@jest/globals';
import { momentOf } from './moment.js';

describe('a moment in a spreadsheet', () => {
  it.each([
    ['2026-03-01T02:03:04Z', '2026-03-01T02:03:04.000Z'],
    ['2026-03-01 02:03:04+07:00', '2026-02-28T19:03:04.000Z'],
    ['2026-03-01', '2026-02-28T17:00:00.000Z'],
    ['1/3/2026', '2026-02-28T17:00:00.000Z'],
    ['01-03-2026 8h', '2026-03-01T01:00:00.000Z'],
    ['31.12.2025 23:59:59', '2025-12-31T16:59:59.000Z'],
  ])('%s is read as Vietnamese time unless it says otherwise', (text, moment) => {
    expect(momentOf(text)).toBe(moment);
  });

  it.each(['31/02/2026', '2026-13-01', '1/1/26', 'hôm qua', '25/12/2025 25:00', ''])('%j is none', (text) => {
    expect(momentOf(text)).toBeUndefined();
  });
});
