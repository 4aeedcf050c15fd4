/** Crockford's base 32: no I, L, O or U, so that a reference read over the telephone is not mistaken. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUPS = 3;
const GROUP = 4;

/**
 * The reference `LC-XXXX-XXXX-XXXX` of an order, from the last 60 bits of its id (a UUIDv5 of the approval, so these are bits
 * of a hash): the same order always has the same reference, and the reference says nothing about the case. Throws on
 * anything but a UUID.
 */
export const referenceOf = (orderId: string): string => {
  const hex = orderId.replaceAll('-', '').toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(hex)) throw new RangeError(`expected a UUID, found "${orderId}"`);
  const bits = [...hex.slice(-15)].map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0')).join('');
  const letters = Array.from({ length: GROUPS * GROUP }, (_, index) =>
    ALPHABET.charAt(Number.parseInt(bits.slice(index * 5, index * 5 + 5), 2)),
  );
  const groups = Array.from({ length: GROUPS }, (_, index) =>
    letters.slice(index * GROUP, (index + 1) * GROUP).join(''),
  );
  return ['LC', ...groups].join('-');
};
