import type { CaseEvent } from '#libs/contracts';
import { accept, refuse, staysQuiet, type Decision } from '../decision/decision.js';
import type { CommandOf } from './commands.js';
import { mustLead, mustSay } from './permission.js';
import type { CaseRefusal } from './refusals.js';
import type { ExistingCase } from './state.js';

type Answer = Decision<CaseEvent, CaseRefusal>;

/**
 * Returned without a verdict (trả lại không kết luận): an approver who should not, or cannot, judge it passes it on. The
 * proposal stays as it is; nobody who wrote it gets it.
 */
export const passApproval = (command: CommandOf<'passApproval'>, state: ExistingCase): Answer => {
  const { by, digest, to, reason } = command;
  const no = mustLead(state, by, 'approver') ?? mustSay(reason);
  if (no !== null) return no;
  if (state.status !== 'awaiting-approval') return refuse('no-proposal', `the case is ${state.status}`);
  const { pending } = state;
  if (pending.digest !== digest) return refuse('digest-mismatch', `proposed is ${pending.digest}`);
  if (pending.passedTo === to.person) return staysQuiet;
  if (to.human === by.human) return refuse('second-person-needed', 'passed on to oneself');
  if (state.contributors.includes(to.human)) return refuse('self-approval', `${to.person} wrote it`);
  const { person, human } = by;
  return accept({
    type: 'ApprovalPassed',
    data: { caseId: state.caseId, digest, person, human, to: to.person, reason },
  });
};

/** What an approver thinks before the proposer's name and reasons are shown. The first view counts; it is not changed. */
export const recordOwnView = (command: CommandOf<'recordOwnView'>, state: ExistingCase): Answer => {
  const { by, digest, opinion, note } = command;
  const no = mustLead(state, by, 'approver');
  if (no !== null) return no;
  if (state.status !== 'awaiting-approval') return refuse('no-proposal', `the case is ${state.status}`);
  const { pending } = state;
  if (pending.digest !== digest) return refuse('digest-mismatch', `proposed is ${pending.digest}`);
  if (state.contributors.includes(by.human)) return refuse('self-approval');
  if (pending.ownViews.some((view) => view.human === by.human)) return staysQuiet;
  const { person, human } = by;
  return accept({ type: 'OwnViewRecorded', data: { caseId: state.caseId, digest, person, human, opinion, note } });
};
