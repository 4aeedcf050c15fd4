/**
 * The form in which texts are searched: lower case, without accents, `đ` as `d`, runs of spaces as one. Applied to what
 * is stored and to what is asked, so that "ma tuy" finds "ma tuý" and the other way round. Done here and not by
 * PostgreSQL's `unaccent`, whose rules change with its version: a rebuilt queue must hold the same bytes.
 */
export const foldText = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();

/** One LIKE pattern for each word of a search; what LIKE gives a meaning to is taken literally. */
export const likePatterns = (search: string): string[] =>
  foldText(search)
    .split(' ')
    .filter((word) => word !== '')
    .slice(0, 12)
    .map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
