/** Break-downs below this are not told. */
const SMALLEST = 3;

/**
 * A break-down as it may be published: counts below three are null, and so is the next smallest where only one would be,
 * because the exact total would tell it by subtraction.
 */
export const keptBack = (counts: Readonly<Record<string, number>>): Record<string, number | null> => {
  const ascending = Object.entries(counts).sort(([, a], [, b]) => a - b);
  const small = ascending.filter(([, count]) => count < SMALLEST).length;
  const hidden = new Set(ascending.slice(0, small === 1 ? 2 : small).map(([key]) => key));
  return Object.fromEntries(Object.entries(counts).map(([key, count]) => [key, hidden.has(key) ? null : count]));
};
