import type { AttachedReport, Category, Priority, PriorityReason } from '#libs/contracts';
import { MANDATE } from '../mandate/table.js';

/** So many independent sources raise the priority by one step [ours]. */
export const SOURCES_THAT_RAISE = 3;

const STEPS: readonly Priority[] = ['low', 'medium', 'high', 'critical'];

const rank = (priority: Priority): number => STEPS.indexOf(priority);
const raised = (priority: Priority): Priority => STEPS[rank(priority) + 1] ?? 'critical';
const atLeast = (priority: Priority, floor: Priority): Priority => (rank(priority) < rank(floor) ? floor : priority);

/**
 * Reports count as independent when their sources differ. Where a reporter cannot be told apart, all of one channel and
 * unit count once: a flood through the public form raises nothing.
 */
export const independentSources = (reports: readonly AttachedReport[]): number =>
  new Set(
    reports.map(({ source, channel, unit }) => (source === null ? `${channel}|${unit ?? ''}` : `source ${source}`)),
  ).size;

const mostUrgent = (categories: readonly Category[]): Priority | null =>
  categories.map((category) => MANDATE[category].priority).sort((one, other) => rank(other) - rank(one))[0] ?? null;

export interface PriorityFacts {
  readonly classified: Category | null;
  readonly suggested: readonly (Category | 'out-of-scope')[];
  readonly reports: readonly AttachedReport[];
}

/**
 * Priority with its reasons [domain.md, "The life of a case"]. The category decides first: as classified by a person,
 * before that the most urgent of what was hinted or suggested, so that a possible emergency is looked at first; `medium`
 * while nothing is known. Several independent sources and a child under 11 raise it by a step each, a plea for help makes
 * it at least high, a child in danger critical.
 */
export const priorityOf = ({
  classified,
  suggested,
  reports,
}: PriorityFacts): { priority: Priority; reasons: PriorityReason[] } => {
  const hints = reports.flatMap(({ categoryHint }) => categoryHint ?? []);
  const guesses = [...hints, ...suggested.filter((category) => category !== 'out-of-scope')];
  const byCategory = classified === null ? mostUrgent(guesses) : MANDATE[classified].priority;
  const reasons: PriorityReason[] = byCategory === null ? [] : ['category'];
  let priority = byCategory ?? 'medium';
  if (independentSources(reports) >= SOURCES_THAT_RAISE) {
    priority = raised(priority);
    reasons.push('independent-sources');
  }
  if (reports.some(({ ageBand }) => ageBand === '0-5' || ageBand === '6-10')) {
    priority = raised(priority);
    reasons.push('young-child');
  }
  if (reports.some(({ helpNeeded }) => helpNeeded)) {
    priority = atLeast(priority, 'high');
    reasons.push('help-requested');
  }
  if (reports.some(({ childInDanger }) => childInDanger)) {
    priority = 'critical';
    reasons.push('child-in-danger');
  }
  return { priority, reasons };
};
