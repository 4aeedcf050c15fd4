import type { OrderEvent } from '#libs/contracts';
import { accept, refuse, staysQuiet, type Decision } from '../decision/decision.js';
import { holds } from '../people/officer.js';
import { isAfter } from '../time/instant.js';
import type { OrderCommandOf } from './commands.js';
import { mustActFor, mustSay } from './permission.js';
import type { OrderRefusalCode } from './refusals.js';
import type { OrderState } from './state.js';

type Answer = Decision<OrderEvent, OrderRefusalCode>;

/** A newer order takes its place; the older one's blocks are lifted. */
export const supersede = ({ by }: OrderCommandOf<'supersede'>, state: OrderState): Answer => {
  if (state.status === 'none') return refuse('not-found');
  if (state.status === 'superseded' && state.by === by) return staysQuiet;
  if (state.status !== 'in-force') return refuse('order-not-in-force', `the order is ${state.status}`);
  const { caseId, orderId } = state.terms;
  return accept({ type: 'OrderSuperseded', data: { caseId, orderId, by } });
};

/**
 * Unblocking takes one approver of the unit; blocking again takes two. After an upheld review the third person who decided
 * it acts, of whichever unit.
 */
export const withdraw = (command: OrderCommandOf<'withdraw'>, state: OrderState): Answer => {
  const { by, reason, review } = command;
  if (state.status === 'none') return refuse('not-found');
  if (state.status === 'withdrawn' || state.status === 'letter-withdrawn') return staysQuiet;
  if (state.status !== 'in-force' && state.status !== 'letter') {
    return refuse('order-not-in-force', `the order is ${state.status}`);
  }
  const { caseId, orderId, unit } = state.status === 'letter' ? state.letter : state.terms;
  const reviewer = review !== null && holds(by, 'approver');
  const no = (reviewer ? null : mustActFor(unit, by, 'approver')) ?? mustSay(reason);
  if (no !== null) return no;
  return accept({ type: 'OrderWithdrawn', data: { caseId, orderId, person: by.person, reason } });
};

/** The timer; an order that was renewed meanwhile or is over anyway stays as it is. */
export const expire = ({ now }: OrderCommandOf<'expire'>, state: OrderState): Answer => {
  if (state.status === 'none') return refuse('not-found');
  if (state.status !== 'in-force' || isAfter(state.expiresAt, now)) return staysQuiet;
  const { caseId, orderId } = state.terms;
  return accept({ type: 'OrderExpired', data: { caseId, orderId, expiresAt: state.expiresAt } });
};
