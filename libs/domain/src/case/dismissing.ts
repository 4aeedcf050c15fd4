import type { CaseEvent, DismissalPreset } from '#libs/contracts';
import { accept, refuse, staysQuiet, type Decision } from '../decision/decision.js';
import { instantOf, isAfter, millisecondsOf } from '../time/instant.js';
import type { CommandOf } from './commands.js';
import { mustLead, mustSay, mustWork } from './permission.js';
import type { CaseRefusal } from './refusals.js';
import type { ExistingCase } from './state.js';

type Answer = Decision<CaseEvent, CaseRefusal>;

/** One person never closes a plea, nor what may have to go to the police or the hotline [domain.md, "Never"]. */
export const takesTwoToDismiss = ({
  plea,
  possibleReferral,
}: Pick<ExistingCase, 'plea' | 'possibleReferral'>): boolean => plea || possibleReferral;

const given = (preset: DismissalPreset | undefined) => (preset === undefined ? {} : { preset });

const confirm = (
  { by, outcome, reason, preset }: CommandOf<'dismiss'>,
  state: Extract<ExistingCase, { status: 'awaiting-dismissal' }>,
): Answer => {
  if (state.proposedBy.human === by.human) return refuse('second-person-needed');
  if (state.outcome !== outcome) return refuse('digest-mismatch', `proposed is ${state.outcome}`);
  const { person, human } = by;
  const { person: proposedBy, human: proposerHuman } = state.proposedBy;
  return accept({
    type: 'CaseDismissed',
    data: { caseId: state.caseId, outcome, ...given(preset), person, human, proposedBy, proposerHuman, reason },
  });
};

/**
 * Ends a case without action. Where a child may be in danger the first person only proposes it, and the same command by
 * another person of the unit confirms; the confirmation needs no claim and must name the same outcome.
 */
export const dismiss = (command: CommandOf<'dismiss'>, state: ExistingCase): Answer => {
  const { by, outcome, reason, preset } = command;
  const no = mustLead(state, by, 'analyst', 'approver') ?? mustSay(reason);
  if (no !== null) return no;
  if (state.status === 'dismissed' && state.outcome === outcome && state.by.person === by.person) return staysQuiet;
  if (state.status === 'awaiting-dismissal') return confirm(command, state);
  if (state.status !== 'open') return refuse('case-not-open', `the case is ${state.status}`);
  const unclaimed = mustWork(state, command);
  if (unclaimed !== null) return unclaimed;
  const { person, human } = by;
  const { caseId } = state;
  return takesTwoToDismiss(state)
    ? accept({ type: 'DismissalProposed', data: { caseId, outcome, ...given(preset), person, human, reason } })
    : accept({
        type: 'CaseDismissed',
        data: { caseId, outcome, ...given(preset), person, human, proposedBy: null, proposerHuman: null, reason },
      });
};

/** Back to open work: what was dismissed or ended, or a dismissal that the second person does not confirm. */
export const reopen = ({ by, reason }: CommandOf<'reopen'>, state: ExistingCase): Answer => {
  const no = mustLead(state, by, 'analyst', 'approver') ?? mustSay(reason);
  if (no !== null) return no;
  switch (state.status) {
    case 'open':
      return staysQuiet;
    case 'awaiting-dismissal':
    case 'dismissed':
    case 'closed':
      return accept({ type: 'CaseReopened', data: { caseId: state.caseId, person: by.person, reason } });
    case 'awaiting-approval':
    case 'approved':
    case 'letter-sent':
    case 'in-force':
    case 'merged':
      return refuse('not-dismissed', `the case is ${state.status}`);
  }
};

/**
 * Takes back one's own dismissal, or one's own proposal to dismiss, within the window and without a written reason
 * [docs/adr/0028]. Nobody else's, and nothing later: that is reopening, with a reason.
 */
export const undoDismissal = ({ by, now, since, seconds }: CommandOf<'undoDismissal'>, state: ExistingCase): Answer => {
  const no = mustLead(state, by, 'analyst', 'approver');
  if (no !== null) return no;
  if (state.status === 'open') return staysQuiet;
  if (state.status !== 'dismissed' && state.status !== 'awaiting-dismissal') {
    return refuse('not-dismissed', `the case is ${state.status}`);
  }
  const hand = state.status === 'dismissed' ? state.by : state.proposedBy;
  if (hand.human !== by.human) return refuse('forbidden', 'only whoever dismissed it takes it back');
  const until = instantOf(millisecondsOf(since) + seconds * 1_000);
  if (isAfter(now, until)) return refuse('undo-lapsed', `it could be taken back until ${until}`);
  return accept({ type: 'CaseReopened', data: { caseId: state.caseId, person: by.person, why: 'undo', reason: null } });
};
