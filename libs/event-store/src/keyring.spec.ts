import { describe, expect, it } from '@jest/globals';
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { aesGcmSealed } from '../test/aes-gcm-sealed.js';
import { Keyring } from './keyring.js';

const MASTER = Buffer.alloc(32, 1);

describe('the keyring', () => {
  const ring = new Keyring(MASTER);

  it('unwraps what it wrapped, under the same id and master key only', () => {
    const key = ring.newKey();
    const wrapped = ring.wrap('case/case-1', key);
    expect(ring.unwrap('case/case-1', wrapped)).toEqual(key);
    expect(wrapped.includes(key)).toBe(false);
    expect(() => ring.unwrap('case/case-2', wrapped)).toThrow();
    expect(() => new Keyring(Buffer.alloc(32, 2)).unwrap('case/case-1', wrapped)).toThrow();
  });

  it('opens what it sealed, unless a single bit, the key or the additional data changed', () => {
    const key = ring.newKey();
    const sealed = ring.seal(key, '{"note":"ghi chú"}', 'event');
    expect(ring.open(key, sealed, 'event')).toBe('{"note":"ghi chú"}');
    expect(() => ring.open(key, sealed, 'another event')).toThrow();
    expect(() => ring.open(ring.newKey(), sealed, 'event')).toThrow();
    const bytes = Buffer.from(sealed, 'base64');
    for (let at = 0; at < bytes.length; at++) {
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8((bytes[at] ?? 0) ^ 1, at);
      expect(() => ring.open(key, flipped.toString('base64'), 'event')).toThrow();
    }
    expect(() => ring.open(key, 'AAAA', 'event')).toThrow('shorter than its nonce and tag');
  });

  it('opens texts of any length, long ones too, and one after the other', () => {
    const key = ring.newKey();
    const texts = [0, 1, 15, 16, 4_055, 4_056, 4_057, 4_080, 4_081, 4_096, 4_097, 8_192, 30_000].flatMap((n) => [
      'x'.repeat(n),
      'đ'.repeat(n % 7) + 'ệ'.repeat(n / 3),
    ]);
    const sealed = texts.map((text) => ring.seal(key, text, 'event'));
    expect(sealed.map((text) => ring.open(key, text, 'event'))).toEqual(texts);
    expect(sealed.toReversed().map((text) => ring.open(key, text, 'event'))).toEqual(texts.toReversed());
    for (const text of sealed) expect(() => ring.open(key, text, 'another')).toThrow();
  });

  it('seals as anybody else reads XChaCha20-Poly1305, bound to the UTF-8 of additional data of any length', () => {
    const key = ring.newKey();
    const lengths = [0, 1, 340, 341, 342, 1_365, 1_366, 5_000];
    for (const aad of lengths.flatMap((n) => ['x'.repeat(n), 'ệ'.repeat(n)]))
      for (const clear of lengths.flatMap((n) => ['y'.repeat(n), 'ợ'.repeat(n)])) {
        const bytes = Buffer.from(ring.seal(key, clear, aad), 'base64');
        const reader = xchacha20poly1305(key, bytes.subarray(0, 24), Buffer.from(aad));
        expect(Buffer.from(reader.decrypt(bytes.subarray(24))).toString()).toBe(clear);
        const written = Buffer.concat([bytes.subarray(0, 24), reader.encrypt(Buffer.from(clear))]);
        expect(ring.open(key, written.toString('base64'), aad)).toBe(clear);
      }
  });

  describe('still opens what was written with AES-256-GCM', () => {
    const key = Buffer.alloc(32, 3);

    it('wrapped keys, whatever their nonce begins with', () => {
      const wrapped = aesGcmSealed(MASTER, Buffer.alloc(12, 7), key, 'case/case-1');
      expect(ring.unwrap('case/case-1', wrapped)).toEqual(key);
      expect(() => ring.unwrap('case/case-2', wrapped)).toThrow();
      for (let first = 0; first < 256; first++)
        expect(ring.unwrap('c', aesGcmSealed(MASTER, Buffer.alloc(12, first), key, 'c'))).toEqual(key);
      expect(() => ring.unwrap('c', Buffer.alloc(27))).toThrow('shorter than its nonce and tag');
    });

    it('sealed texts, unless a bit, the key or the additional data changed', () => {
      const sealed = aesGcmSealed(key, Buffer.alloc(12, 9), Buffer.from('{"note":"ghi chú"}'), 'event');
      const open = (bytes: Buffer, by: Buffer = key, aad = 'event') =>
        ring.openFormer(by, bytes.toString('base64'), aad);
      expect(open(sealed)).toBe('{"note":"ghi chú"}');
      expect(() => open(sealed, ring.newKey())).toThrow();
      expect(() => open(sealed, key, 'another event')).toThrow();
      for (let at = 0; at < sealed.length; at++) {
        const flipped = Buffer.from(sealed);
        flipped.writeUInt8((sealed[at] ?? 0) ^ 1, at);
        expect(() => open(flipped)).toThrow();
      }
    });
  });

  it('never gives the same ciphertext twice', () => {
    const key = ring.newKey();
    const sealed = Array.from({ length: 3_000 }, () => ring.seal(key, 'same', 'event'));
    expect(new Set(sealed.map((text) => Buffer.from(text, 'base64').toString('hex', 0, 24))).size).toBe(sealed.length);
    expect(new Set(Array.from({ length: 3_000 }, () => ring.newKey().toString('hex'))).size).toBe(3_000);
  });

  it('accepts 32 bytes and nothing else as master key, and keeps a copy of its own', () => {
    expect(() => new Keyring(Buffer.alloc(16))).toThrow('has 16 bytes, it must have 32');
    const mine = Buffer.from(MASTER);
    const copy = new Keyring(mine);
    mine.fill(0);
    expect(copy.unwrap('k/s', ring.wrap('k/s', Buffer.from('x')))).toEqual(Buffer.from('x'));
  });
});
