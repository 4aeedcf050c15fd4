import type { CaseEvent } from '#libs/contracts';
import { claimStanding } from '../claim/standing.js';
import { accept, refuse, staysQuiet, type Decision } from '../decision/decision.js';
import { actsFor, holds } from '../people/officer.js';
import type { CommandOf } from './commands.js';
import { mustLead, mustSay, mustWork } from './permission.js';
import type { CaseRefusal } from './refusals.js';
import { isLive, type CaseState, type ExistingCase } from './state.js';

type Answer = Decision<CaseEvent, CaseRefusal>;

/** Notes come from the leading and from the coordinating units, also after the case ended. */
export const addNote = (command: CommandOf<'addNote'>, state: ExistingCase): Answer => {
  const { by, noteId, visibility, text } = command;
  const concerned = [state.unit, ...state.coordinating].some((unit) => actsFor(by, unit));
  if (!concerned) return refuse('foreign-unit', `led by ${state.unit}, asked by ${by.unit}`);
  if (!holds(by, 'analyst', 'approver')) return refuse('forbidden', 'takes analyst or approver');
  const silent = mustSay(text);
  if (silent !== null) return silent;
  if (state.notes.includes(noteId)) return staysQuiet;
  return accept({ type: 'NoteAdded', data: { caseId: state.caseId, noteId, visibility, text } });
};

/**
 * Enters a paper's number and the hash of its signed copy. The same number of the same kind is entered once; a copy that
 * was signed later may be added to it, never exchanged.
 */
export const registerDocument = (command: CommandOf<'registerDocument'>, state: ExistingCase): Answer => {
  const { by, documentId, kind, number, issuedOn, sha256, title } = command;
  const no = mustLead(state, by, 'analyst', 'approver');
  if (no !== null) return no;
  const known = state.documents.findLast((paper) => paper.kind === kind && paper.number === number);
  if (known !== undefined && (known.sha256 === sha256 || sha256 === null)) return staysQuiet;
  if (known !== undefined && known.sha256 !== null) return refuse('already-recorded', `${number} has another copy`);
  const digest = 'pending' in state ? state.pending.digest : 'approved' in state ? state.approved.digest : null;
  const { caseId } = state;
  return accept({
    type: 'DocumentRegistered',
    data: { caseId, documentId, kind, number, issuedOn, sha256, digest, person: by.person, title },
  });
};

/** Whether a case can take over what belongs to another one. */
const takesIn = (
  into: CaseState,
): into is Extract<CaseState, { status: 'open' | 'approved' | 'letter-sent' | 'in-force' }> => {
  switch (into.status) {
    case 'open':
    case 'approved':
    case 'letter-sent':
    case 'in-force':
      return true;
    // What two people are about to decide is not changed under their eyes.
    case 'awaiting-approval':
    case 'awaiting-dismissal':
    case 'none':
    case 'dismissed':
    case 'merged':
    case 'closed':
      return false;
  }
};

/**
 * Two cases are one: reports and targets go over, the emptied case stays and says where. What made one person unable to
 * close it goes along.
 */
export const merge = (command: CommandOf<'merge'>, state: ExistingCase): Answer => {
  const { by, into } = command;
  const foreign = mustLead(state, by, 'analyst', 'approver');
  if (foreign !== null) return foreign;
  if (into.status === 'none') return refuse('not-found');
  if (into.caseId === state.caseId) return refuse('same-case');
  if (state.status === 'merged' && state.into === into.caseId) return staysQuiet;
  if (state.status === 'in-force') return refuse('order-in-force', `order ${state.order}`);
  if (state.status !== 'open') return refuse('case-not-open', `the case is ${state.status}`);
  const unclaimed = mustWork(state, command);
  if (unclaimed !== null) return unclaimed;
  if (!takesIn(into)) return refuse('case-not-open', `the other case is ${into.status}`);
  return accept({
    type: 'CaseMerged',
    data: {
      caseId: state.caseId,
      from: state.caseId,
      into: into.caseId,
      person: by.person,
      plea: state.plea,
      possibleReferral: state.possibleReferral,
      reports: [...state.reports],
      targets: state.targets.filter((target) => target !== null),
    },
  });
};

/**
 * Gives the case to a person of the unit, or hands it over to another unit, which then leads. Only open work is handed
 * over; who holds the claim, or an approver, may do it.
 */
export const assign = (command: CommandOf<'assign'>, state: ExistingCase): Answer => {
  const { by, claim, now, unit, person, reason } = command;
  const no = mustLead(state, by, 'analyst', 'approver') ?? mustSay(reason);
  if (no !== null) return no;
  if (!isLive(state)) return refuse('case-not-open', `the case is ${state.status}`);
  if (unit === state.unit && person === state.assignee) return staysQuiet;
  if (unit !== state.unit && state.status !== 'open') return refuse('case-not-open', `the case is ${state.status}`);
  if (claimStanding(claim, by.person, now) === 'claimed-by-another' && !holds(by, 'approver')) {
    return refuse('claimed-by-another');
  }
  return accept({ type: 'CaseAssigned', data: { caseId: state.caseId, unit, person, by: by.person, reason } });
};
