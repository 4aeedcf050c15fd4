import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { REQUEST_KINDS, keysOf } from '#libs/contracts';
import { ANSWERABLE_FOR, AnswerLinks } from './answer-links.js';

const links = new AnswerLinks(Buffer.alloc(32, 1));
const DUE = Date.parse('2026-03-02T18:00:00.000Z');
const request = fc.record({
  id: fc.uuid(),
  round: fc.nat(127),
  kind: fc.constantFrom(...keysOf(REQUEST_KINDS)),
  dueAt: fc.integer({ min: 0, max: 10 * 365 * 24 * 3_600 }).map((s) => new Date(DUE + s * 1_000).toISOString()),
});
const SIGNS = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/= đ');
const at = (dueAt: string, after: number) => new Date(Date.parse(dueAt) + after);

describe('a link’s token', () => {
  it('says which request it answers, until thirty days after its due time and not a moment longer', () => {
    fc.assert(
      fc.property(request, (of) => {
        const token = links.token(of);
        expect(token).toMatch(/^[\w-]{52}$/);
        expect(links.token(of)).toBe(token);
        expect(links.read(token, at(of.dueAt, ANSWERABLE_FOR))).toEqual({
          id: of.id,
          kind: of.kind,
          round: of.round,
        });
        expect(links.read(token, at(of.dueAt, ANSWERABLE_FOR + 1))).toBeNull();
      }),
    );
  });

  it('of a first link has the bytes that were given out before there were others', () => {
    const first = {
      id: '018e0000-0000-7000-8000-000000000001',
      kind: 'lift',
      dueAt: '2026-03-02T18:00:00.000Z',
    } as const;
    expect(links.token(first)).toBe('AY4AAAAAcACAAAAAAAAAAQFpzV0gdQUCnYJMYEbMkGBTOPBU3mWx');
    expect(links.token({ ...first, round: 0 })).toBe(links.token(first));
  });

  it('is refused when any of its characters is another, is missing or is one too many', () => {
    fc.assert(
      fc.property(request, fc.nat(51), fc.constantFrom(...SIGNS), (of, place, sign) => {
        const token = links.token(of);
        fc.pre(token[place] !== sign);
        const now = at(of.dueAt, 0);
        expect(links.read(token.slice(0, place) + sign + token.slice(place + 1), now)).toBeNull();
        expect(links.read(token.slice(0, place) + token.slice(place + 1), now)).toBeNull();
        expect(links.read(token.slice(0, place) + sign + token.slice(place), now)).toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  it('is nothing to another installation, and whatever else is typed is nothing here', () => {
    const other = new AnswerLinks(Buffer.alloc(32, 2));
    fc.assert(
      fc.property(request, fc.string(), (of, typed) => {
        expect(other.read(links.token(of), at(of.dueAt, 0))).toBeNull();
        expect(links.read(typed, at(of.dueAt, 0))).toBeNull();
      }),
    );
  });
});
