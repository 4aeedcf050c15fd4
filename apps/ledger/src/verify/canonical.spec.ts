import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, leafHash as leafOfWriter } from '#libs/event-store';
import { canonicalForm, leafHash, type Json } from './canonical.js';

describe('the checker’s own canonical form', () => {
  it('is RFC 8785: its published example', () => {
    const example = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalForm(example)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts members by UTF-16 code units, at every depth', () => {
    const value = {
      '\u20ac': 1,
      '\r': 2,
      '\ufb33': 3,
      '1': 4,
      '\ud83d\ude00': 5,
      '\u0080': 6,
      ö: { b: 1, a: [{ z: 0, y: 0 }] },
    };
    expect(canonicalForm(value)).toBe(
      '{"\\r":2,"1":4,"\u0080":6,"ö":{"a":[{"y":0,"z":0}],"b":1},"€":1,"😀":5,"\ufb33":3}',
    );
  });

  it('agrees with the writer’s on any JSON, though neither knows the other', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalForm(value as Json)).toBe(canonicalJson(value));
      }),
      { numRuns: 500 },
    );
  });
});

describe('the checker’s leaf', () => {
  it('is the writer’s for the same event', () => {
    const event = {
      id: '018e0000-0000-7000-8000-000000000001',
      stream: 'case-018e0000-0000-7000-8000-000000000002',
      version: 3,
      type: 'CaseClassified',
      schemaVersion: 1,
      occurredAt: '2026-03-01T02:03:04.567Z',
      recordedAt: '2026-03-01T02:03:04.568Z',
      actor: { kind: 'person', id: 'lan', unit: 'to-lam-dong' },
      correlationId: 'a'.repeat(32),
      causationId: null,
      data: { category: 'bullying', sealed: { case: { k: 'case/x', v: 'AAAA' } } },
    } as const;
    expect(leafHash(event).equals(leafOfWriter(event))).toBe(true);
  });
});
