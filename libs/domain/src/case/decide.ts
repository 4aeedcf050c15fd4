import type { CaseEvent } from '#libs/contracts';
import { refuse, type Decision } from '../decision/decision.js';
import { agreeAsSecondUnit, approve } from './approving.js';
import { attachReport, open, prioritise, suggest } from './arriving.js';
import type { CaseCommand } from './commands.js';
import { dismiss, reopen, undoDismissal } from './dismissing.js';
import { correctTarget } from './correcting.js';
import { close, decideReview, inForce, requestReview } from './ending.js';
import { addNote, assign, merge, registerDocument } from './handling.js';
import { classify, propose, returnProposal, withdrawProposal } from './proposing.js';
import type { CaseRefusal } from './refusals.js';
import { passApproval, recordOwnView } from './second-look.js';
import type { CaseState, ExistingCase } from './state.js';

const decideExisting = (
  command: Exclude<CaseCommand, { type: 'open' }>,
  state: ExistingCase,
): Decision<CaseEvent, CaseRefusal> => {
  switch (command.type) {
    case 'attachReport':
      return attachReport(command, state);
    case 'suggest':
      return suggest(command, state);
    case 'prioritise':
      return prioritise(state);
    case 'classify':
      return classify(command, state);
    case 'propose':
      return propose(command, state);
    case 'withdrawProposal':
      return withdrawProposal(command, state);
    case 'returnProposal':
      return returnProposal(command, state);
    case 'agreeAsSecondUnit':
      return agreeAsSecondUnit(command, state);
    case 'approve':
      return approve(command, state);
    case 'dismiss':
      return dismiss(command, state);
    case 'reopen':
      return reopen(command, state);
    case 'undoDismissal':
      return undoDismissal(command, state);
    case 'correctTarget':
      return correctTarget(command, state);
    case 'passApproval':
      return passApproval(command, state);
    case 'recordOwnView':
      return recordOwnView(command, state);
    case 'registerDocument':
      return registerDocument(command, state);
    case 'addNote':
      return addNote(command, state);
    case 'merge':
      return merge(command, state);
    case 'assign':
      return assign(command, state);
    case 'inForce':
      return inForce(command, state);
    case 'requestReview':
      return requestReview(command, state);
    case 'decideReview':
      return decideReview(command, state);
    case 'close':
      return close(command, state);
  }
};

/** Decides on a case. `CaseMerged` belongs on the streams of both cases, in one append; every other event on this one. */
export const decide = (command: CaseCommand, state: CaseState): Decision<CaseEvent, CaseRefusal> => {
  if (command.type === 'open') return open(command, state);
  return state.status === 'none' ? refuse('not-found') : decideExisting(command, state);
};
