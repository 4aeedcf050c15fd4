import type { Deadline, Priority, Step } from '#libs/contracts';
import { isValidAt, millisecondsOf, plusMinutes } from '../time/instant.js';

/**
 * Minutes that a step may take, from the deadline register as it stood when the step began; a row for the priority goes
 * before a row for every priority, a younger row before an older one. Null where no row counts: then nothing is due.
 */
export const minutesFor = (
  deadlines: readonly Deadline[],
  step: Step,
  priority: Priority | null,
  at: string,
): number | null => {
  const rows = deadlines
    .filter((row) => row.step === step && isValidAt(row, at))
    .filter((row) => row.priority === null || row.priority === priority)
    .sort(
      (one, other) =>
        Number(one.priority === null) - Number(other.priority === null) ||
        millisecondsOf(other.validFrom) - millisecondsOf(one.validFrom),
    );
  return rows[0]?.minutes ?? null;
};

/** When a step that began at `since` is due, or null where no policy says so. */
export const dueAt = (
  deadlines: readonly Deadline[],
  step: Step,
  priority: Priority | null,
  since: string,
): string | null => {
  const minutes = minutesFor(deadlines, step, priority, since);
  return minutes === null ? null : plusMinutes(since, minutes);
};
