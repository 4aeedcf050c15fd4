import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Hmac } from './hmac.js';

describe('the quick HMAC', () => {
  it('is HMAC-SHA-256 as RFC 4231 writes it', () => {
    expect(new Hmac(Buffer.from('Jefe')).of('what do ya want for nothing?').toString('hex')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  it('is what node:crypto makes of any key and text, one after the other', () => {
    const key = randomBytes(32);
    const mac = new Hmac(key);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(mac.of(text)).toEqual(createHmac('sha256', key).update(text).digest());
      }),
    );
  });

  it('refuses a key that would have to be hashed first', () => {
    expect(() => new Hmac(Buffer.alloc(65))).toThrow('longer than a block');
  });
});
