/** A piece of a stored text: plain, or one mark that the eye does not see. */
export type Piece = { readonly text: string } | { readonly mark: string };

// Format and control characters, unusual spaces, variation selectors, tags, fillers: what can hide or turn a text around.
const UNSEEN =
  /[\p{Cf}\p{Cc}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Variation_Selector}]|\u034F|\u115F|\u1160|\u17B4|\u17B5|\u3164|\uFFA0/u;
const SPACES = /[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/u;
const LINES = /[\n\t]/;

export const codeOf = (sign: string): string =>
  `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** Splits a text so that invisible marks can be shown; line breaks and tabs stay text. */
export const pieces = (text: string): Piece[] => {
  const found: Piece[] = [];
  let plain = '';
  for (const sign of text) {
    if ((UNSEEN.test(sign) || SPACES.test(sign)) && !LINES.test(sign)) {
      if (plain !== '') found.push({ text: plain });
      plain = '';
      found.push({ mark: codeOf(sign) });
    } else plain += sign;
  }
  if (plain !== '') found.push({ text: plain });
  return found;
};
