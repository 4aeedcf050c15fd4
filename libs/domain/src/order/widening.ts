import type { Action, OrderEvent, RequestTarget } from '#libs/contracts';
import { accept, refuse, staysQuiet, type Decision } from '../decision/decision.js';
import { checkGuard } from '../mandate/check.js';
import { isWider, mandateOf } from '../mandate/questions.js';
import type { OrderCommandOf } from './commands.js';
import { mustActFor, mustBeInForce, type Refused } from './permission.js';
import type { OrderRefusalCode } from './refusals.js';
import type { OrderState, OrderTerms } from './state.js';

type Answer = Decision<OrderEvent, OrderRefusalCode>;

/** The host that a target names or lies on; null for a whole domain, which has no wider form. */
const hostOf = (target: RequestTarget | null): string | null => {
  if (target === null || 'domain' in target) return null;
  if ('host' in target) return target.host;
  return /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#:]+)/i.exec(target.url)?.[1]?.toLowerCase() ?? null;
};

/** Whether `wider` takes in what the order names: its host, or a domain above that host. */
const takesIn = (wider: RequestTarget, ordered: RequestTarget | null, action: Action): boolean => {
  const host = hostOf(ordered);
  if (host === null) return false;
  if (action === 'block-host') return 'host' in wider && wider.host === host;
  return 'domain' in wider && (wider.domain === host || host.endsWith(`.${wider.domain}`));
};

/** The mandate's bounds of a widening: a wider action that the category allows, at a provider the order is for. */
const mustFit = (
  terms: OrderTerms,
  { provider, action, target, expresses }: OrderCommandOf<'proposeWidening'>,
): Refused | null => {
  if (!terms.providers.includes(provider)) return refuse('unknown-provider', `${provider} is not in the order's scope`);
  if (!isWider(action, terms.action)) return refuse('narrower-works', `${action} is no wider than ${terms.action}`);
  if (!mandateOf(terms.category, action).allowed) {
    return refuse('out-of-mandate', `${action} is not allowed for ${terms.category}`);
  }
  if (!expresses.includes(action)) return refuse('scope-mismatch', `${provider} cannot express ${action}`);
  return takesIn(target, terms.target, action)
    ? null
    : refuse('scope-mismatch', `${action} must take in what was ordered and nothing beside it`);
};

const same = (one: RequestTarget | null, other: RequestTarget): boolean =>
  one !== null && JSON.stringify(one) === JSON.stringify(other);

/**
 * A provider that cannot express the order (a DNS filter and one URL) may be asked for more, by two people who know what
 * becomes unreachable besides. The guard is asked about the wider name: a guarded one is never reached this way.
 */
export const proposeWidening = (command: OrderCommandOf<'proposeWidening'>, state: OrderState): Answer => {
  const { by, now, provider, action, target, reason, guard } = command;
  const inForce = mustBeInForce(state, now);
  if (!inForce.ok) return inForce;
  const { terms, widening, widened } = inForce.order;
  const no = mustActFor(terms.unit, by, 'analyst', 'approver') ?? mustFit(terms, command);
  if (no !== null) return no;
  if (reason.trim() === '') return refuse('proportionality-required', 'say what becomes unreachable besides');
  const pendingSame = widening?.provider === provider && widening.action === action && same(widening.target, target);
  const done = widened.some((known) => known.provider === provider && known.action === action);
  if (pendingSame || done) return staysQuiet;
  const wall = checkGuard(guard);
  if (wall !== null) return wall;
  const { person, human } = by;
  const { caseId, orderId } = terms;
  return accept({
    type: 'WideningProposed',
    data: { caseId, orderId, person, human, provider, action, target, reason },
  });
};

/** Another human being approves exactly what was proposed; the guard is asked again. */
export const approveWidening = (command: OrderCommandOf<'approveWidening'>, state: OrderState): Answer => {
  const { by, now, provider, action, guard } = command;
  const inForce = mustBeInForce(state, now);
  if (!inForce.ok) return inForce;
  const { terms, widening, widened } = inForce.order;
  const no = mustActFor(terms.unit, by, 'approver');
  if (no !== null) return no;
  if (widening === null) {
    const done = widened.some((known) => known.provider === provider && known.action === action);
    return done ? staysQuiet : refuse('no-widening');
  }
  if (widening.provider !== provider || widening.action !== action) {
    return refuse('digest-mismatch', `proposed is ${widening.action} at ${widening.provider}`);
  }
  if (widening.contributors.includes(by.human)) return refuse('self-approval');
  if (!mandateOf(terms.category, action).allowed) return refuse('out-of-mandate');
  const wall = checkGuard(guard);
  if (wall !== null) return wall;
  const { person, human } = by;
  const { caseId, orderId } = terms;
  const { target, proposedBy } = widening;
  return accept({
    type: 'WideningApproved',
    data: { caseId, orderId, person, human, proposedBy: proposedBy.person, provider, action, target },
  });
};
