import type { Deadline, Priority, Step } from '#libs/contracts';
import type { CaseRow } from './row.js';

/** A step that somebody has to take now: who answers for it, and since when it is waited for. */
export interface OpenStep {
  readonly step: Step;
  readonly unit: string;
  readonly since: string;
}

export interface DueStep {
  readonly step: Step;
  readonly unit: string;
  readonly at: string;
}

/**
 * The steps a case waits for, each with one accountable unit ("mỗi khâu có một đầu mối cụ thể chịu trách nhiệm" [002
 * III.4]). Time counts from when the case came into its status: giving a claim back and taking it again wins no time.
 * Where the second unit is not known yet, the leading unit answers for finding one.
 */
export function openSteps(row: CaseRow): OpenStep[] {
  const { unit, since } = row;
  const review: OpenStep[] = row.review === null ? [] : [{ step: 'review-decide', unit, since: row.review.since }];
  switch (row.status) {
    case 'open':
      return [
        ...(row.claim === null ? [{ step: 'claim', unit, since } as const] : []),
        { step: 'decide', unit, since },
        ...review,
      ];
    case 'awaiting-approval':
      return row.secondUnit === 'awaited'
        ? [{ step: 'second-unit', unit, since }, { step: 'approve', unit, since }, ...review]
        : [{ step: 'approve', unit, since }, ...review];
    case 'awaiting-dismissal':
      return [{ step: 'confirm-dismissal', unit, since }, ...review];
    case 'letter-sent':
      return [{ step: 'authority-answer', unit: row.authority ?? unit, since }, ...review];
    case 'approved':
    case 'in-force':
    case 'dismissed':
    case 'merged':
    case 'closed':
      return review;
  }
}

/** Minutes that a step may take by the policy of a moment; undefined where the register names none. */
export type Policy = (step: Step, priority: Priority, at: string) => number | undefined;

/** When each open step is due, earliest first. A step without a deadline in the register has no due time. */
export function dueSteps(row: CaseRow, policy: Policy): DueStep[] {
  return openSteps(row)
    .flatMap(({ step, unit, since }) => {
      const minutes = policy(step, row.priority, since);
      return minutes === undefined ? [] : [{ step, unit, at: plusMinutes(since, minutes) }];
    })
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

const plusMinutes = (instant: string, minutes: number): string =>
  new Date(Date.parse(instant) + minutes * 60_000).toISOString();

/** The policy of the deadline rows of the register: the row for the priority counts before the row for every priority. */
export const policyOf =
  (rows: readonly Deadline[]): Policy =>
  (step, priority, at) => {
    const valid = rows.filter(
      (row) =>
        row.step === step &&
        Date.parse(row.validFrom) <= Date.parse(at) &&
        (row.validTo === null || Date.parse(row.validTo) > Date.parse(at)),
    );
    return (valid.find((row) => row.priority === priority) ?? valid.find((row) => row.priority === null))?.minutes;
  };
