import type { CaseEvent, Proposal, Target } from '#libs/contracts';
import { accept, refuse, staysQuiet, type Decision } from '../decision/decision.js';
import { checkProposal } from '../mandate/check.js';
import type { MandateFacts } from '../mandate/facts.js';
import { withPriority } from './arriving.js';
import type { CommandOf } from './commands.js';
import { mustHoldClaim, mustLead, mustSay, mustWork } from './permission.js';
import type { CaseRefusal } from './refusals.js';
import type { ExistingCase } from './state.js';

type Answer = Decision<CaseEvent, CaseRefusal>;

/** An analyst with the claim says what it is. Whoever classifies has written part of what will be proposed. */
export const classify = (command: CommandOf<'classify'>, state: ExistingCase): Answer => {
  const no = mustWork(state, command);
  if (no !== null) return no;
  if (state.status !== 'open') return refuse('case-not-open', `the case is ${state.status}`);
  if (state.classified?.category === command.category) return staysQuiet;
  const { person, human } = command.by;
  return accept(
    ...withPriority(state, {
      type: 'CaseClassified',
      data: { caseId: state.caseId, category: command.category, person, human },
    }),
  );
};

/** The accepted target that a proposal names, or null where it names none. */
export const targetOf = (state: ExistingCase, proposal: Proposal): Extract<Target, { state: 'accepted' }> | null => {
  const target = state.targets[proposal.targetIndex];
  return target?.state === 'accepted' ? target : null;
};

/** Who is competent, in the words of the events: false with the authority that gets a letter. */
export const addresseeOf = ({ competence }: MandateFacts): { competent: boolean; authority: string | null } =>
  competence.verdict === 'authority'
    ? { competent: false, authority: competence.authority }
    : { competent: true, authority: null };

/**
 * Proposes exactly one thing for exactly one target. At most one proposal is open: proposing another one while one waits
 * takes the first back, and both writers stay contributors.
 */
export const propose = (command: CommandOf<'propose'>, state: ExistingCase): Answer => {
  const { by, now, proposal, digest, facts } = command;
  const no = mustWork(state, command);
  if (no !== null) return no;
  if (state.status !== 'open' && state.status !== 'awaiting-approval') {
    return refuse('case-not-open', `the case is ${state.status}`);
  }
  if (state.status === 'awaiting-approval' && state.pending.digest === digest) return staysQuiet;
  if (state.classified?.category !== proposal.category) {
    const category = state.classified?.category ?? 'nothing';
    return refuse('not-classified', `classified as ${category}, proposed as ${proposal.category}`);
  }
  const target = targetOf(state, proposal);
  if (proposal.caseId !== state.caseId || target === null) return refuse('no-target');
  const wall = checkProposal(proposal, target, now, facts);
  if (wall !== null) return wall;
  const { caseId } = state;
  const { person, human, unit } = by;
  const amended: CaseEvent[] =
    state.status === 'awaiting-approval'
      ? [{ type: 'ProposalWithdrawn', data: { caseId, digest: state.pending.digest, person } }]
      : [];
  return accept(...amended, {
    type: 'TakedownProposed',
    data: { caseId, digest, person, human, unit, ...addresseeOf(facts), proposal },
  });
};

/** Whoever proposed may take it back without a claim; a colleague needs the claim. */
export const withdrawProposal = (command: CommandOf<'withdrawProposal'>, state: ExistingCase): Answer => {
  const { by, claim, now } = command;
  const foreign = mustLead(state, by, 'analyst', 'approver');
  if (foreign !== null) return foreign;
  if (state.status === 'open' && state.setAside?.how === 'withdrawn') return staysQuiet;
  if (state.status !== 'awaiting-approval') return refuse('no-proposal', `the case is ${state.status}`);
  const no = state.pending.proposedBy.human === by.human ? null : mustHoldClaim(claim, by, now);
  if (no !== null) return no;
  const { digest } = state.pending;
  return accept({ type: 'ProposalWithdrawn', data: { caseId: state.caseId, digest, person: by.person } });
};

/** "Return without a verdict" (trả lại): an approver says why, and the proposal is open work again. */
export const returnProposal = (command: CommandOf<'returnProposal'>, state: ExistingCase): Answer => {
  const { by, digest, reason } = command;
  const no = mustLead(state, by, 'approver') ?? mustSay(reason);
  if (no !== null) return no;
  if (state.status === 'open' && state.setAside?.how === 'returned' && state.setAside.digest === digest) {
    return staysQuiet;
  }
  if (state.status !== 'awaiting-approval') return refuse('no-proposal', `the case is ${state.status}`);
  if (state.pending.digest !== digest) return refuse('digest-mismatch', `proposed is ${state.pending.digest}`);
  return accept({ type: 'ProposalReturned', data: { caseId: state.caseId, digest, person: by.person, reason } });
};
