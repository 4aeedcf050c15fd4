import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { referenceAsPrinted, referenceOf } from './reference.js';

/** One of the ways in which people type a letter of a reference. */
const typedAs: Readonly<Record<string, readonly string[]>> = { '0': ['0', 'o', 'O'], '1': ['1', 'i', 'I', 'l', 'L'] };
const ways = (letter: string): readonly string[] => typedAs[letter] ?? [letter, letter.toLowerCase()];

const typed = fc
  .record({
    orderId: fc.uuid(),
    prefix: fc.constantFrom('LC-', 'lc ', 'LC', ''),
    between: fc.constantFrom('-', ' ', '', '–', '. '),
    picks: fc.infiniteStream(fc.nat()),
  })
  .map(({ orderId, prefix, between, picks }) => {
    const groups = referenceOf(orderId).split('-').slice(1);
    const spelled = groups.map((group) =>
      group.replaceAll(/./g, (letter) => ways(letter)[Number(picks.next().value) % ways(letter).length] ?? letter),
    );
    return { orderId, text: `${prefix}${spelled.join(between)}` };
  });

describe('a reference that somebody types', () => {
  it('is the printed one, whatever case, hyphens and look-alikes', () => {
    fc.assert(
      fc.property(typed, ({ orderId, text }) => {
        expect(referenceAsPrinted(text)).toBe(referenceOf(orderId));
      }),
    );
  });

  it.each(['', 'LC', 'LC-1234-5678', 'LC-1234-5678-9ABCD', 'trang này', '0912 345 678'])(
    'comes back as it is when it cannot be one: "%s"',
    (text) => {
      expect(referenceAsPrinted(text)).toBe(text);
    },
  );
});
