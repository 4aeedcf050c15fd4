import type { AgeBand } from '#libs/contracts';

/** The band an age falls into [domain.md]; null for an adult. */
export function ageBandOf(age: number): AgeBand | null {
  if (age <= 5) return '0-5';
  if (age <= 10) return '6-10';
  if (age <= 14) return '11-14';
  return age <= 17 ? '15-17' : null;
}
