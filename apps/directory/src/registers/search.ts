/** As people type it: without accents, `đ` as `d`, in lower case. */
const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase();

/** The words of a search, at most a dozen. */
export const searchWords = (search: string): string[] =>
  folded(search)
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 12);

/** Whether every word is somewhere in an entry's id or value. */
export function matches(
  words: readonly string[],
  id: string,
  value: Readonly<Record<string, unknown>> | null,
): boolean {
  const text = folded(
    `${id} ${Object.values(value ?? {})
      .flat()
      .filter(isShown)
      .join(' ')}`,
  );
  return words.every((word) => text.includes(word));
}

const isShown = (part: unknown): part is string | number => typeof part === 'string' || typeof part === 'number';
