import { describe, expect, it } from '@jest/globals';
import { canonicalJson } from '#libs/canonical-json';
import { leafHash, leafOfText, leafPieces, type LeafInput } from './leaf.js';

const EVENT: LeafInput = {
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  stream: 'case-1',
  version: 3,
  type: 'Opened',
  schemaVersion: 1,
  occurredAt: '2026-01-31T08:15:30.123Z',
  recordedAt: '2026-01-31T08:15:30.456Z',
  actor: { kind: 'person', id: 'p-1', unit: 'u "đ"' },
  correlationId: 'c',
  causationId: null,
  data: { b: [1, 2], a: 'gỡ' },
};

describe('the leaf', () => {
  it('is the hash of these bytes', () => {
    const text =
      '{"actor":{"id":"p-1","kind":"person","unit":"u \\"đ\\""},"causationId":null,"correlationId":"c","data":{"a":"gỡ","b":[1,2]},' +
      '"id":"01890a5d-ac96-774b-bcce-b302099a8057","occurredAt":"2026-01-31T08:15:30.123Z","recordedAt":"2026-01-31T08:15:30.456Z",' +
      '"schemaVersion":1,"stream":"case-1","type":"Opened","version":3}';
    expect(canonicalJson(EVENT)).toBe(text);
    expect(leafHash(EVENT)).toEqual(leafOfText(text));
    // an independent program (Python's hashlib) gave this hash
    expect(leafHash(EVENT).toString('hex')).toBe('fb9caa10e751731254064f67d475a1dd385f002888d995e6831ec4664ca1e9bd');
  });

  it('is the same from pieces as from the whole, and another for every change', () => {
    const canonical = { actor: canonicalJson(EVENT.actor), data: canonicalJson(EVENT.data) };
    expect(leafPieces(EVENT, canonical)(EVENT.recordedAt, EVENT.version)).toBe(canonicalJson(EVENT));
    const changes: Partial<LeafInput>[] = [
      { version: 4 },
      { stream: 'case-2' },
      { recordedAt: '2026-01-31T08:15:30.457Z' },
      { actor: { kind: 'person', id: 'p-2' } },
      { causationId: 'x' },
      { data: { b: [2, 1], a: 'gỡ' } },
    ];
    const leaves = [EVENT, ...changes.map((change) => ({ ...EVENT, ...change }))].map((event) =>
      leafHash(event).toString('hex'),
    );
    expect(new Set(leaves).size).toBe(changes.length + 1);
  });
});
