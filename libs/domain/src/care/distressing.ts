import { DISTRESSING_WORDS } from './distressing-words.js';

/** Where a text is masked: from `start` up to but without `end`, in UTF-16 units as JavaScript counts. */
export interface Mark {
  readonly start: number;
  readonly end: number;
}

export interface MaskedText {
  /** As long as the original, so that marks fit both. */
  readonly text: string;
  readonly marks: readonly Mark[];
}

const MASK = '•';

/** One folded letter and the place in the original it came from. */
interface Folded {
  readonly text: string;
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** Lower case without accents, `đ` as `d`, everything that is no letter or digit as one space. Keeps where each came from. */
function folded(text: string): Folded {
  let out = '';
  const from: number[] = [];
  const to: number[] = [];
  let at = 0;
  for (const letter of text) {
    const plain = letter
      .normalize('NFD')
      .replace(/\p{M}+/gu, '')
      .replace(/[đĐ]/g, 'd')
      .toLowerCase();
    const end = at + letter.length;
    if (plain === '') {
      // A combining mark belongs to the letter before it.
      if (to.length > 0) to[to.length - 1] = end;
    } else {
      const word = /^[\p{L}\p{N}]+$/u.test(plain) ? plain : ' ';
      if (word !== ' ' || !out.endsWith(' ')) {
        for (const one of word) {
          out += one;
          for (let unit = 0; unit < one.length; unit += 1) {
            from.push(at);
            to.push(end);
          }
        }
      } else to[to.length - 1] = end;
    }
    at = end;
  }
  return { text: out, from, to };
}

const WORDS = [...DISTRESSING_WORDS].sort((a, b) => b.length - a.length);
const PATTERN = new RegExp(`(?<![\\p{L}\\p{N}])(?:${WORDS.join('|')})(?![\\p{L}\\p{N}])`, 'gu');

/** The spans of a text that hold words of the list, whatever their case and accents; in order, none overlapping. */
export function distressingMarks(text: string): Mark[] {
  const { text: plain, from, to } = folded(text);
  return [...plain.matchAll(PATTERN)].flatMap(({ index, 0: word }) => {
    const start = from[index];
    const end = to[index + word.length - 1];
    return start === undefined || end === undefined ? [] : [{ start, end }];
  });
}

/** The text with those spans covered; untouched, and without marks, where there is nothing to cover. */
export function masked(text: string): MaskedText {
  const marks = distressingMarks(text);
  let out = text;
  for (const { start, end } of marks) out = out.slice(0, start) + MASK.repeat(end - start) + out.slice(end);
  return { text: out, marks };
}
