/**
 * How words of a spreadsheet are compared: lower case, without Vietnamese accents (đ included), punctuation as one space.
 * `Đường dẫn`, `duong_dan` and `ĐƯỜNG DẪN:` are one word. Only for comparing, never for keeping.
 */
export const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
