import type { Role } from '#libs/contracts';
import { refuse } from '../decision/decision.js';
import { actsFor, holds, type Officer } from '../people/officer.js';
import { isAfter } from '../time/instant.js';
import type { OrderRefusalCode } from './refusals.js';
import type { OrderState } from './state.js';

export type Refused = ReturnType<typeof refuse<OrderRefusalCode>>;
type InForce = Extract<OrderState, { status: 'in-force' }>;

/** Null when the officer holds one of the roles in the unit that ordered, or in the one that took it over. */
export const mustActFor = (unit: string, by: Officer, ...roles: readonly Role[]): Refused | null => {
  if (!actsFor(by, unit)) return refuse('foreign-unit', `ordered by ${unit}, asked by ${by.unit}`);
  return holds(by, ...roles) ? null : refuse('forbidden', `takes ${roles.join(' or ')}`);
};

export const mustSay = (reason: string): Refused | null => (reason.trim() === '' ? refuse('reasons-required') : null);

/** An order whose end has passed is over, whether the timer has said so yet or not. */
export const mustBeInForce = (state: OrderState, now: string): { ok: true; order: InForce } | Refused => {
  if (state.status === 'none') return refuse('not-found');
  if (state.status !== 'in-force') return refuse('order-not-in-force', `the order is ${state.status}`);
  return isAfter(state.expiresAt, now)
    ? { ok: true, order: state }
    : refuse('order-not-in-force', `it ended ${state.expiresAt}`);
};
