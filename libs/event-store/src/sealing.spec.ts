import { describe, expect, it } from '@jest/globals';
import { canonicalJson } from '#libs/canonical-json';
import { aesGcmSealed } from '../test/aes-gcm-sealed.js';
import type { DataKey } from './data-keys.js';
import { Keyring } from './keyring.js';
import type { EventTypeEntry, FieldClass } from './registry.js';
import { classesIn, openData, sealedText } from './sealing.js';

const KEYRING = new Keyring(Buffer.alloc(32, 7));
const ENTRY: EventTypeEntry = {
  category: 'case',
  schemaVersion: 1,
  classes: { url: 'case', zeal: 'case', child: 'child-secret', note: 'personal', contact: 'personal' },
};
const EVENT = { id: '01890a5d-ac96-774b-bcce-b302099a8057', type: 'Opened' };

/** The text as it is stored, and what it opens to with the keys it was sealed under. */
function through(data: Record<string, unknown>) {
  const keys = new Map<string, DataKey>();
  const keyOf = (fieldClass: FieldClass) => {
    const [id, key] = [`${fieldClass}/case-1`, KEYRING.newKey()];
    keys.set(id, { state: 'open', key, wrapped: KEYRING.wrap(id, key), saved: true });
    return { id, key };
  };
  const text = sealedText(KEYRING, ENTRY, { ...EVENT, data }, classesIn(ENTRY, data), keyOf);
  const stored = JSON.parse(text) as Record<string, unknown>;
  return { text, stored, opened: openData(KEYRING, ENTRY, { ...EVENT, data: stored }, (id) => keys.get(id)) };
}

describe('data as it is stored', () => {
  it.each([
    ['nothing', {}],
    ['public fields only', { zone: 1, area: 'đ "x"\n' }],
    ['one class, alone', { url: 'https://example.test/' }],
    ['names before and after the ciphertexts', { zone: [1], sealing: true, seal: 'x', area: null, url: 'u' }],
    [
      'all classes, nulls beside what is said',
      { url: 'u', zeal: null, note: 'n', contact: null, child: { b: 1, a: ['đ'] } },
    ],
    ['nulls of classes in which nothing is said', { url: null, note: 'n', contact: null, area: 1 }],
  ])('is canonical and opens to what was given: %s', (_, data) => {
    const { text, stored, opened } = through(data);
    expect(text).toBe(canonicalJson(stored));
    expect(opened).toEqual({ data, erased: false });
  });

  it('holds what is said in its class in ciphertext only, and leaves out what is undefined', () => {
    const { text, stored } = through({ url: 'canary', zeal: undefined, note: null, area: 'open', zone: undefined });
    expect(text).not.toContain('canary');
    expect(stored).toEqual({ area: 'open', note: null, sealed: { case: { k: 'case/case-1', x: expect.any(String) } } });
  });

  it('opens what stands there in AES-256-GCM, from before ADR 48', () => {
    const key = Buffer.alloc(32, 3);
    const v = aesGcmSealed(
      key,
      Buffer.alloc(12, 9),
      Buffer.from('{"url":"https://example.test/đ"}'),
      `${EVENT.id}\n${EVENT.type}\ncase`,
    ).toString('base64');
    const stored = { area: 1, sealed: { case: { k: 'case/case-1', v } } };
    const keyOf = () => ({ state: 'open', key, wrapped: Buffer.alloc(0), saved: true }) as const;
    expect(openData(KEYRING, ENTRY, { ...EVENT, data: stored }, keyOf)).toEqual({
      data: { area: 1, url: 'https://example.test/đ' },
      erased: false,
    });
    expect(() => openData(KEYRING, ENTRY, { ...EVENT, id: 'another', data: stored }, keyOf)).toThrow();
  });

  it('is refused when a field has the name of the ciphertexts, or no JSON form', () => {
    expect(() => through({ sealed: 1 })).toThrow('a field named sealed');
    expect(() => through({ url: () => 1 })).toThrow('no JSON form');
  });
});
