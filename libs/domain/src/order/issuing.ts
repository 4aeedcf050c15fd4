import type { EventData, OrderEvent, OrderRefusal, Proposal } from '#libs/contracts';
import { accept, staysQuiet, type Decision } from '../decision/decision.js';
import { checkGuard, checkLegalBasis } from '../mandate/check.js';
import { mandateOf } from '../mandate/questions.js';
import { referenceOf } from '../statement/reference.js';
import { statementOf } from '../statement/statement.js';
import { isAfter } from '../time/instant.js';
import type { OrderCommandOf } from './commands.js';
import type { OrderRefusalCode } from './refusals.js';
import type { OrderState } from './state.js';

type Answer = Decision<OrderEvent, OrderRefusalCode>;
type Issue = OrderCommandOf<'issue'>;

/** Why dispatch does not carry out an approval after all, or null. The order of the questions is fixed. */
const objection = (
  { approved, now, facts, scope }: Issue,
  proposal: Proposal,
): { code: OrderRefusal; detail: string } | null => {
  if (approved.human === approved.proposerHuman) {
    return { code: 'one-person', detail: `proposed and approved by ${approved.human}` };
  }
  if (!mandateOf(proposal.category, proposal.action).allowed) {
    return { code: 'out-of-mandate', detail: `${proposal.action} is not allowed for ${proposal.category}` };
  }
  const guarded = checkGuard(facts.guard);
  if (guarded !== null) return { code: 'guarded-target', detail: guarded.detail ?? '' };
  if (!isAfter(proposal.expiresAt, now)) return { code: 'already-expired', detail: `it ended ${proposal.expiresAt}` };
  const lapsed = checkLegalBasis(facts.competence);
  if (lapsed !== null) {
    return lapsed.refusal === 'no-competent-authority'
      ? { code: 'no-competent-authority', detail: proposal.legalBasis }
      : { code: 'legal-basis-lapsed', detail: lapsed.detail ?? proposal.legalBasis };
  }
  // A letter names no provider: its addressee will.
  if (facts.competence.verdict === 'authority') return null;
  if (!scope.ok) return { code: 'no-provider', detail: `not in scope: ${scope.providers.join(', ')}` };
  if (scope.kind === 'requests' && scope.providers.length === 0) {
    return { code: 'no-provider', detail: 'no provider of the register is in scope' };
  }
  return null;
};

/** The part of an order that may be read outside. */
const outwardOf = (
  { orderId, now, citation }: Issue,
  { action, legalBasis, expiresAt, scope }: Proposal,
  decision: 'order' | 'letter',
): Pick<
  EventData<'OrderIssued'>,
  'reference' | 'action' | 'legalBasis' | 'issuedAt' | 'expiresAt' | 'statement' | 'target'
> => {
  const reference = referenceOf(orderId);
  const statement = statementOf({ decision, reference, action, citation, issuedAt: now, expiresAt });
  return { reference, action, legalBasis, issuedAt: now, expiresAt, statement, target: scope };
};

/**
 * Dispatch decides again [design.md, "Event sourcing, exactly"]: between the approval and now the guard list, the
 * registers or the mandate may have changed. The answer is always an event, so that the case hears of a refusal too. The
 * order's id comes from its approval: issuing it again stays quiet.
 */
export const issue = (command: Issue, state: OrderState): Answer => {
  if (state.status !== 'none') return staysQuiet;
  const { orderId, approval, approved, facts, scope, answerBy } = command;
  const { caseId, digest, unit, person: approvedBy, proposedBy, platform, proposal } = approved;
  const refused = (code: OrderRefusal, detail: string): Answer =>
    accept({ type: 'OrderRefused', data: { caseId, orderId, approval, code, detail } });
  if (proposal === null) return refused('out-of-mandate', 'the proposal can no longer be read');
  const no = objection(command, proposal);
  if (no !== null) return refused(no.code, no.detail);
  const { category, ageBands } = proposal;
  if (facts.competence.verdict === 'authority') {
    const { authority } = facts.competence;
    const outward = outwardOf(command, proposal, 'letter');
    return accept({
      type: 'CompetentAuthorityAsked',
      data: { caseId, orderId, approval, authority, category, unit, answerBy, ...outward },
    });
  }
  const providers = scope.ok && scope.kind === 'requests' ? scope.providers.map(({ provider }) => provider) : [];
  return accept({
    type: 'OrderIssued',
    data: {
      caseId,
      orderId,
      approval,
      digest,
      category,
      unit,
      approvedBy,
      proposedBy,
      providers,
      platform,
      ageBands: ageBands === undefined ? [] : [...ageBands],
      ...outwardOf(command, proposal, 'order'),
    },
  });
};
