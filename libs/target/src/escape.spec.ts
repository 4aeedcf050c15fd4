import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { accepted } from '../test/text.js';
import { escapeBytes, escapeSet, unescapeAll } from './escape.js';

/** Safe Browsing's rule as it is written: whole passes until nothing changes. */
function inPasses(text: string): string {
  const once = text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return once === text ? text : inPasses(once);
}

describe('repeated unescaping', () => {
  it('gives in one walk what whole passes give', () => {
    const piece = fc.constantFrom('%', '2', '5', '4', '1', 'A', 'f', 'x', '%25', '%32', '%2525', '%41');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        expect(unescapeAll(text).bytes).toBe(inPasses(text));
      }),
      { numRuns: 5000 },
    );
  });

  it('takes out invisible marks, also those that appear only when others are gone', () => {
    for (const marks of [
      '%E2%80%8B',
      '%E2%80%AE',
      '%EF%BB%BF',
      '%C2%AD',
      '%D8%9C',
      '%E2%81%A6',
      '%E2%80%E2%80%8B%8B',
      '%25%45%32%80%8B',
    ]) {
      expect(unescapeAll(`a${marks}b`)).toEqual({ bytes: 'ab', marks: true });
    }
    expect(unescapeAll('%%E2%80%8B41')).toEqual({ bytes: 'A', marks: true });
  });

  it('keeps joiners and letters: they mean something', () => {
    expect(unescapeAll('%E2%80%8D%E2%80%8C%C3%A9')).toEqual({
      bytes: '\xe2\x80\x8d\xe2\x80\x8c\xc3\xa9',
      marks: false,
    });
  });

  it('reads Safe Browsing’s own example on a host that exists', () => {
    const path = '/%257Ea%2521b%2540c%2523d%2524e%25f%255E00%252611%252A22%252833%252944_55%252B';
    // `^` stays escaped beyond the published rule: the parser of newer engines escapes it, and a canonical URL is a
    // fixed point.
    expect(accepted(`http://host.example${path}`).canonicalUrl).toBe(
      'http://host.example/~a!b@c%23d$e%25f%5E00&11*22(33)44_55+',
    );
  });
});

describe('escaping', () => {
  it('writes upper-case hex for each byte of the set and leaves the others', () => {
    expect(escapeBytes('a b\x7f\xff%?', escapeSet('%'))).toBe('a%20b%7F%FF%25?');
    expect(escapeBytes('abc', escapeSet(''))).toBe('abc');
  });
});
