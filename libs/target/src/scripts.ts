/** Scripts whose letters are taken for one another on a screen, and the ones that live together in honest names. */
const SCRIPTS: readonly (readonly [name: string, letters: RegExp])[] = [
  ['Latin', /\p{Script=Latin}/u],
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Greek', /\p{Script=Greek}/u],
  ['Armenian', /\p{Script=Armenian}/u],
  ['Georgian', /\p{Script=Georgian}/u],
  ['Cherokee', /\p{Script=Cherokee}/u],
  ['Hebrew', /\p{Script=Hebrew}/u],
  ['Arabic', /\p{Script=Arabic}/u],
  ['Thai', /\p{Script=Thai}/u],
  ['Lao', /\p{Script=Lao}/u],
  ['Khmer', /\p{Script=Khmer}/u],
  ['EastAsian', /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Bopomofo}|\p{Script=Hangul}/u],
];

/**
 * True when one label of the host mixes scripts as an imitation does (`exаmple` with a Cyrillic а). East Asian labels
 * may hold Latin letters, as UTS 39's "highly restrictive" level allows; digits and hyphens belong to every script.
 */
export function mixesScripts(unicodeHost: string): boolean {
  return unicodeHost.split('.').some((label) => {
    const present = SCRIPTS.filter(([, letters]) => letters.test(label)).map(([name]) => name);
    return present.length > 1 && !(present.length === 2 && present.includes('Latin') && present.includes('EastAsian'));
  });
}
