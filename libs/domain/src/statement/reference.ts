/** Crockford's base 32: no I, L, O or U, so that a reference read over the telephone is not mistaken. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LETTERS = 12;
const BITS_PER_LETTER = 5n;

/**
 * The reference `LC-XXXX-XXXX-XXXX` of an order, from the last 60 bits of its id (a UUIDv5 of the approval, so these are bits
 * of a hash): the same order always has the same reference, and the reference says nothing about the case. Throws on
 * anything but a UUID.
 */
export const referenceOf = (orderId: string): string => {
  const hex = orderId.replaceAll('-', '');
  if (!/^[0-9a-f]{32}$/i.test(hex)) throw new RangeError(`expected a UUID, found "${orderId}"`);
  let bits = BigInt(`0x${hex.slice(-15)}`);
  let letters = '';
  for (let place = 0; place < LETTERS; place += 1) {
    letters = ALPHABET.charAt(Number(bits % (1n << BITS_PER_LETTER))) + letters;
    bits >>= BITS_PER_LETTER;
  }
  return printed(letters);
};

const printed = (letters: string): string => `LC-${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`;

/**
 * A reference as it is printed, however it was typed off a letter or heard: small letters, spaces for hyphens, without the LC, I and L for 1, O for 0.
 * Text that cannot be a reference comes back as it is, and is nobody's.
 */
export const referenceAsPrinted = (typed: string): string => {
  const letters = /^(?:LC)?([0-9A-Z]{12})$/.exec(typed.toUpperCase().replaceAll(/[^0-9A-Z]/g, ''))?.[1];
  return letters === undefined ? typed : printed(letters.replaceAll(/[IL]/g, '1').replaceAll('O', '0'));
};
