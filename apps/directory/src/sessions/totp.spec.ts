import { describe, expect, it } from '@jest/globals';
import { base32, codeAt, matchingStep, otpauthUri, stepOf } from './totp.js';

// RFC 6238, appendix B (SHA-1), last six of its eight digits.
const SECRET = Buffer.from('12345678901234567890');
const VECTORS = [
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
] as const;

describe('a code', () => {
  it.each(VECTORS)('at %i seconds is %s (RFC 6238)', (seconds, code) => {
    expect(codeAt(SECRET, stepOf(new Date(seconds * 1000)))).toBe(code);
  });

  const now = new Date(1234567890 * 1000);
  const step = stepOf(now);

  it.each([-1, 0, 1])('of the time step %i away is right', (away) => {
    expect(matchingStep(SECRET, codeAt(SECRET, step + away), now, 0)).toBe(step + away);
  });

  it.each([-2, 2])('of the time step %i away is wrong', (away) => {
    expect(matchingStep(SECRET, codeAt(SECRET, step + away), now, 0)).toBeNull();
  });

  it('is right once: neither it nor an older one comes again', () => {
    expect(matchingStep(SECRET, codeAt(SECRET, step), now, step)).toBeNull();
    expect(matchingStep(SECRET, codeAt(SECRET, step - 1), now, step)).toBeNull();
    expect(matchingStep(SECRET, codeAt(SECRET, step + 1), now, step)).toBe(step + 1);
  });

  it('may be typed with a space, and nothing else passes', () => {
    expect(matchingStep(SECRET, '005 924', now, 0)).toBe(step);
    for (const wrong of ['', '5924', '0059240', 'abcdef', '０05924'])
      expect(matchingStep(SECRET, wrong, now, 0)).toBeNull();
  });
});

describe('the secret as people carry it', () => {
  it('is base32 (RFC 4648)', () => {
    expect(base32(Buffer.from('foobar'))).toBe('MZXW6YTBOI');
    expect(base32(SECRET)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
  });

  it('stands in a text that authenticator apps read', () => {
    expect(otpauthUri('an', SECRET)).toBe(
      'otpauth://totp/L%C3%A1%20Ch%E1%BA%AFn%3Aan?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=L%C3%A1%20Ch%E1%BA%AFn',
    );
  });
});
