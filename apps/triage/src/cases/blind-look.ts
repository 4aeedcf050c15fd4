import type { CaseHistoryEvent, CaseView } from '#libs/contracts';
import { holds, type Officer } from '#libs/domain';
import type { CaseFileRead } from './case-files.js';

/** Stands where a name was; ids of people never look like it. */
export const HIDDEN = '…';

/**
 * Whether this reader sees the waiting proposal without its writer's name and reasons: an approver of the unit with the
 * setting, until they have recorded an own view. Writers know what they wrote; auditors see everything.
 */
export function isBlindFor({ state }: CaseFileRead, officer: Officer, setting: boolean): boolean {
  if (!setting || state.status !== 'awaiting-approval') return false;
  if (!holds(officer, 'approver') || holds(officer, 'auditor')) return false;
  if (state.contributors.includes(officer.human)) return false;
  return !state.pending.ownViews.some(({ human }) => human === officer.human);
}

/** The page of the case without who proposed it and why, wherever on it the name stands. */
export function withoutProposer(view: CaseView, file: CaseFileRead): CaseView {
  const { proposal, ...rest } = withoutNames(view, file);
  if (proposal === undefined) return rest;
  const { earlier, ...others } = proposal;
  const changes = earlier?.changes.filter(({ field }) => field !== 'reasons') ?? [];
  return {
    ...rest,
    proposal: {
      ...others,
      by: null,
      reasons: null,
      hidden: true,
      ownViews: [],
      ...(earlier === undefined ? {} : { earlier: { ...earlier, changes } }),
    },
  };
}

/** The same for the history: the reasons of every proposal are left out too. */
export function historyWithoutProposer(items: readonly CaseHistoryEvent[], file: CaseFileRead): CaseHistoryEvent[] {
  return items.map((item) => {
    const event = withoutNames(item, file);
    const { proposal } = event.data as { proposal?: object | null };
    if (event.type === 'OwnViewRecorded') return { ...event, data: { ...event.data, opinion: null, note: null } };
    if (proposal == null) return event;
    return { ...event, data: { ...event.data, proposal: { ...proposal, reasons: null } } };
  });
}

function withoutNames<T>(value: T, { state }: CaseFileRead): T {
  if (state.status !== 'awaiting-approval') return value;
  const { person, human } = state.pending.proposedBy;
  const names = new Set([person, human]);
  const without = (part: unknown): unknown => {
    if (typeof part === 'string') return names.has(part) ? HIDDEN : part;
    if (Array.isArray(part)) return part.map(without);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([field, inner]) => [field, without(inner)]));
  };
  return without(value) as T;
}
