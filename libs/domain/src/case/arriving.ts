import type { CaseEvent } from '#libs/contracts';
import { accept, refuse, staysQuiet, type Decision } from '../decision/decision.js';
import type { CommandOf } from './commands.js';
import { evolve } from './evolve.js';
import { priorityOf } from './priority.js';
import type { CaseRefusal } from './refusals.js';
import { isLive, type CaseState, type ExistingCase } from './state.js';

type Answer = Decision<CaseEvent, CaseRefusal>;

/** Adds the new priority to the events that changed it; nothing when it stayed. */
export const withPriority = (state: CaseState, ...events: readonly CaseEvent[]): readonly CaseEvent[] => {
  const after = events.reduce(evolve, state);
  if (after.status === 'none') return events;
  const { priority, reasons } = priorityOf({
    classified: after.classified?.category ?? null,
    suggested: after.suggestions.map(({ category }) => category),
    reports: after.reports,
  });
  const same = priority === after.priority && reasons.join() === after.priorityReasons.join();
  return same ? events : [...events, { type: 'CasePrioritised', data: { caseId: after.caseId, priority, reasons } }];
};

/** A first report opens the case; the unit that heard first leads. Opening it again stays quiet. */
export const open = (command: CommandOf<'open'>, state: CaseState): Answer => {
  if (state.status !== 'none') return staysQuiet;
  const { caseId, unit, province, target, report } = command;
  const plea = report.helpNeeded || report.childInDanger;
  return accept(
    ...withPriority(
      state,
      { type: 'CaseOpened', data: { caseId, unit, province, plea, target } },
      { type: 'ReportAttached', data: { caseId, report } },
    ),
  );
};

/** Every reporter is kept, whoever holds the claim and however far the case is; only a case that ended takes no more. */
export const attachReport = ({ report }: CommandOf<'attachReport'>, state: ExistingCase): Answer => {
  if (state.reports.some(({ reportId }) => reportId === report.reportId)) return staysQuiet;
  if (!isLive(state)) return refuse('case-not-open', `the case is ${state.status}`);
  return accept(...withPriority(state, { type: 'ReportAttached', data: { caseId: state.caseId, report } }));
};

/** Suggestions suggest: they order the queue and ask for a second pair of eyes, and decide nothing. */
export const suggest = ({ suggestion }: CommandOf<'suggest'>, state: ExistingCase): Answer => {
  const { category, model, modelVersion } = suggestion;
  const known = state.suggestions.some(
    (other) => other.category === category && other.model === model && other.modelVersion === modelVersion,
  );
  if (known) return staysQuiet;
  if (!isLive(state)) return refuse('case-not-open', `the case is ${state.status}`);
  return accept(...withPriority(state, { type: 'CategorySuggested', data: { caseId: state.caseId, ...suggestion } }));
};

/** Weighs again what is known; quiet when nothing changed. */
export const prioritise = (state: ExistingCase): Answer => accept(...withPriority(state));
