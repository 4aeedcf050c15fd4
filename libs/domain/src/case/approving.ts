import type { CaseEvent } from '#libs/contracts';
import { accept, refuse, staysQuiet, type Decision } from '../decision/decision.js';
import { checkProposal, needsSecondUnit } from '../mandate/check.js';
import { actsFor, holds } from '../people/officer.js';
import { isAfter } from '../time/instant.js';
import type { CommandOf } from './commands.js';
import { mustLead, type Refused } from './permission.js';
import { addresseeOf, targetOf } from './proposing.js';
import type { CaseRefusal } from './refusals.js';
import type { ExistingCase, PendingProposal } from './state.js';

type Answer = Decision<CaseEvent, CaseRefusal>;

/** An approver of another unit agrees to act on protected speech [domain.md, "Mandate"]. */
export const agreeAsSecondUnit = (command: CommandOf<'agreeAsSecondUnit'>, state: ExistingCase): Answer => {
  const { by, digest } = command;
  if (actsFor(by, state.unit)) return refuse('same-unit', `${by.unit} leads the case`);
  if (!holds(by, 'approver')) return refuse('forbidden', 'takes approver');
  if (state.status !== 'awaiting-approval') return refuse('no-proposal', `the case is ${state.status}`);
  const { pending } = state;
  if (pending.digest !== digest) return refuse('digest-mismatch', `proposed is ${pending.digest}`);
  if (pending.proposal === null || !needsSecondUnit(pending.proposal)) {
    return refuse('foreign-unit', 'this proposal asks no second unit');
  }
  if (pending.secondUnit !== null) return staysQuiet;
  if (state.contributors.includes(by.human)) return refuse('second-person-needed');
  const { person, human, unit } = by;
  return accept({ type: 'SecondUnitAgreed', data: { caseId: state.caseId, digest, person, human, unit } });
};

/** Four eyes, by human being: neither a writer of the proposal nor the second unit's voice approves it. */
const mustBeAnother = (state: ExistingCase, pending: PendingProposal, human: string): Refused | null => {
  if (state.contributors.includes(human)) return refuse('self-approval');
  return pending.secondUnit?.human === human ? refuse('second-person-needed') : null;
};

/**
 * Approves exactly what was proposed and nothing else: the digest must match, the expiry must lie ahead, and every wall of
 * the mandate is asked again with the facts of now. A proposal that would go to another addressee than the one it was
 * read with is not the one that was read.
 */
export const approve = (command: CommandOf<'approve'>, state: ExistingCase): Answer => {
  const { by, now, digest, facts } = command;
  const no = mustLead(state, by, 'approver');
  if (no !== null) return no;
  if (
    (state.status === 'approved' || state.status === 'letter-sent') &&
    state.approved.digest === digest &&
    state.approved.approvedBy.person === by.person
  ) {
    return staysQuiet;
  }
  if (state.status !== 'awaiting-approval') return refuse('no-proposal', `the case is ${state.status}`);
  const { pending } = state;
  const { proposal } = pending;
  if (pending.digest !== digest) return refuse('digest-mismatch', `proposed is ${pending.digest}`);
  const same = mustBeAnother(state, pending, by.human);
  if (same !== null) return same;
  if (command.blind === true && !pending.ownViews.some((view) => view.human === by.human)) {
    return refuse('own-view-needed');
  }
  if (proposal === null) return refuse('no-proposal', 'the key of the case was destroyed');
  if (!isAfter(proposal.expiresAt, now)) return refuse('proposal-lapsed', `it would have ended ${proposal.expiresAt}`);
  const target = targetOf(state, proposal);
  if (target === null) return refuse('no-target');
  if (needsSecondUnit(proposal) && pending.secondUnit === null) return refuse('second-unit-needed');
  const wall = checkProposal(proposal, target, now, facts);
  if (wall !== null) return wall;
  const addressee = addresseeOf(facts);
  if (addressee.competent !== pending.competent || addressee.authority !== pending.authority) {
    return refuse('digest-mismatch', 'the competence changed since it was proposed');
  }
  return accept({
    type: 'ProposalApproved',
    data: {
      caseId: state.caseId,
      digest,
      person: by.person,
      human: by.human,
      unit: by.unit,
      delegation: by.delegation,
      ...addressee,
      proposedBy: pending.proposedBy.person,
      proposerHuman: pending.proposedBy.human,
      proposal,
      platform: target.platform,
    },
  });
};
