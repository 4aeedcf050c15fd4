import type { OrderEvent } from '#libs/contracts';
import { accept, refuse, staysQuiet, type Decision } from '../decision/decision.js';
import { checkExpiry, checkGuard, checkLegalBasis } from '../mandate/check.js';
import { isAfter } from '../time/instant.js';
import type { OrderCommandOf } from './commands.js';
import { mustActFor, mustBeInForce, mustSay } from './permission.js';
import type { OrderRefusalCode } from './refusals.js';
import type { OrderState } from './state.js';

type Answer = Decision<OrderEvent, OrderRefusalCode>;

/** An order is renewed by two people, like a block: the first says until when and why. */
export const proposeRenewal = (command: OrderCommandOf<'proposeRenewal'>, state: OrderState): Answer => {
  const { by, now, expiresAt, reason, facts } = command;
  const inForce = mustBeInForce(state, now);
  if (!inForce.ok) return inForce;
  const { terms, renewal, expiresAt: current } = inForce.order;
  const no = mustActFor(terms.unit, by, 'analyst', 'approver') ?? mustSay(reason);
  if (no !== null) return no;
  if (renewal?.expiresAt === expiresAt) return staysQuiet;
  if (!isAfter(expiresAt, current)) return refuse('expiry-passed', `it already runs until ${current}`);
  const wall = checkExpiry(terms, expiresAt, now) ?? checkGuard(facts.guard) ?? checkLegalBasis(facts.competence);
  if (wall !== null) return wall;
  const { person, human } = by;
  const { caseId, orderId } = terms;
  return accept({ type: 'RenewalProposed', data: { caseId, orderId, person, human, expiresAt, reason } });
};

/** Another human being approves exactly the end that was proposed; the walls are asked again. */
export const renew = (command: OrderCommandOf<'renew'>, state: OrderState): Answer => {
  const { by, now, expiresAt, facts } = command;
  const inForce = mustBeInForce(state, now);
  if (!inForce.ok) return inForce;
  const { terms, renewal, renewedBy, expiresAt: current } = inForce.order;
  const no = mustActFor(terms.unit, by, 'approver');
  if (no !== null) return no;
  if (renewal === null) {
    return renewedBy?.person === by.person && current === expiresAt ? staysQuiet : refuse('no-renewal');
  }
  if (renewal.expiresAt !== expiresAt) return refuse('digest-mismatch', `proposed is ${renewal.expiresAt}`);
  if (renewal.contributors.includes(by.human)) return refuse('self-approval');
  if (!isAfter(expiresAt, now)) return refuse('proposal-lapsed', `it would have ended ${expiresAt}`);
  const wall = checkExpiry(terms, expiresAt, now) ?? checkGuard(facts.guard) ?? checkLegalBasis(facts.competence);
  if (wall !== null) return wall;
  const { person, human } = by;
  const { caseId, orderId } = terms;
  const proposedBy = renewal.proposedBy.person;
  return accept({ type: 'OrderRenewed', data: { caseId, orderId, person, human, proposedBy, expiresAt } });
};
