import {
  DISMISSAL_PRESETS,
  outcomeOfPreset,
  type DismissCase,
  type DismissalOutcome,
  type DismissalPreset,
} from '#libs/contracts';

/** What a dismissal says: in one's own words, or the preset's Vietnamese words, so that the log reads without a key to it. */
export function dismissalOf({
  outcome,
  reason,
  preset,
}: DismissCase): { outcome: DismissalOutcome; reason: string; preset?: DismissalPreset } | undefined {
  if (preset !== undefined) {
    return { outcome: outcomeOfPreset(preset), reason: reason ?? DISMISSAL_PRESETS[preset].vi, preset };
  }
  return outcome === undefined || reason === undefined ? undefined : { outcome, reason };
}
