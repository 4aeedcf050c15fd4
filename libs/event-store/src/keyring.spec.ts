import { createDecipheriv } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
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
    const texts = [0, 1, 15, 16, 8_160, 8_161, 8_162, 8_163, 8_164, 8_165, 8_192, 30_000].map(
      (n) => 'đ'.repeat(n % 7) + 'x'.repeat(n),
    );
    const sealed = texts.map((text) => ring.seal(key, text, 'event'));
    expect(sealed.map((text) => ring.open(key, text, 'event'))).toEqual(texts);
    expect(sealed.toReversed().map((text) => ring.open(key, text, 'event'))).toEqual(texts.toReversed());
    for (const text of sealed) expect(() => ring.open(key, text, 'another')).toThrow();
  });

  it('binds to the UTF-8 of additional data of any length, as anybody else reads AES-256-GCM', () => {
    const key = ring.newKey();
    const texts = [0, 1, 340, 341, 342, 1_024, 5_000].flatMap((n) => ['x'.repeat(n), 'ệ'.repeat(n)]);
    const sealed = texts.map((aad) => Buffer.from(ring.seal(key, 'clear', aad), 'base64'));
    const opened = sealed.map((bytes, index) => {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
      decipher.setAAD(Buffer.from(texts[index] ?? '', 'utf8')).setAuthTag(bytes.subarray(-16));
      return decipher.update(bytes.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8');
    });
    expect(opened).toEqual(texts.map(() => 'clear'));
  });

  it('never gives the same ciphertext twice', () => {
    const key = ring.newKey();
    const sealed = Array.from({ length: 3_000 }, () => ring.seal(key, 'same', 'event'));
    expect(new Set(sealed.map((text) => Buffer.from(text, 'base64').toString('hex', 0, 12))).size).toBe(sealed.length);
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
