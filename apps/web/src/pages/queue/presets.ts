import type { DismissalPreset } from '#libs/contracts';
import type { decisionWords } from '../../words/decision.js';

interface Preset {
  readonly preset: DismissalPreset;
  /** A short word for the bar; the whole sentence of the closed list is in its title. */
  readonly word: keyof (typeof decisionWords)['vi'] & `preset${string}`;
}

/** One key each, in the order of the closed list: the position is what hands learn. */
export const PRESETS: readonly Preset[] = [
  { preset: 'not-about-a-child', word: 'presetNotChild' },
  { preset: 'opinion-or-news', word: 'presetOpinion' },
  { preset: 'looked-harmless', word: 'presetHarmless' },
  { preset: 'gone', word: 'presetGone' },
  { preset: 'link-unreadable', word: 'presetUnreadable' },
  { preset: 'not-enough', word: 'presetNotEnough' },
  { preset: 'guarded', word: 'presetGuarded' },
  { preset: 'advertising', word: 'presetAdvert' },
];
