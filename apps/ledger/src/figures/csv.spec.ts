import { describe, expect, it } from '@jest/globals';
import { csvOf } from './csv.js';

describe('a table as CSV', () => {
  it('begins with a byte order mark and keeps commas, quotes and lines inside a cell', () => {
    expect(csvOf([['đơn vị', 3, null], ['a,"b"\nc']])).toBe('\uFEFFđơn vị,3,\r\n"a,""b""\nc"\r\n');
  });

  it.each(['=1+1', '+84', '-1', '@x', '\tx', '\rx'])('never holds %j as a formula', (text) => {
    expect(csvOf([[text]]).slice(1)).toMatch(/^"?'/);
  });

  it('leaves negative numbers numbers', () => {
    expect(csvOf([[-1.5]])).toBe('\uFEFF-1.5\r\n');
  });
});
