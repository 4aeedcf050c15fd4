import type { Reconciliation } from '#libs/contracts';
import type { ExistingRequest, RequestLife } from '../request/state.js';
import { isAfter } from '../time/instant.js';

/** Where a request stands that the provider still has to answer. */
const openUntil = (dueAt: string, now: string): Reconciliation => (isAfter(now, dueAt) ? 'overdue' : 'open-on-time');

/**
 * Exactly one of the five for every provider of an order [design.md, "Never silently dropped"]. An answer that the probe does
 * not see is still an answer: it is re-sent and escalated as such, not counted as silence.
 */
export const reconcile = (state: ExistingRequest, now: string): Reconciliation => {
  switch (state.status) {
    case 'not-expressible':
      return 'not-expressible';
    case 'queued':
    case 'delivered':
      return isAfter(now, state.asked.acknowledgeBy) ? 'overdue' : openUntil(state.asked.enforceBy, now);
    case 'acknowledged':
      return openUntil(state.asked.enforceBy, now);
    case 'enforced':
    case 'verified':
    case 'refused':
    case 'recalled':
    case 'lifted':
    case 'lift-verified':
      return 'answered';
    case 'parked':
      return 'parked';
    case 'lift-queued':
    case 'lift-delivered':
      return openUntil(state.lift.liftBy, now);
  }
};

export interface ProviderStanding {
  readonly provider: string;
  /** `missing`: the order names the provider and there is no request: the proof has failed. */
  readonly standing: Reconciliation | 'missing';
}

/** Holds an order's list of providers against its requests; the reconciliation is proven when none is missing. */
export const reconcileOrder = (
  providers: readonly string[],
  requestOf: (provider: string) => RequestLife,
  now: string,
): readonly ProviderStanding[] =>
  providers.map((provider) => {
    const state = requestOf(provider);
    return { provider, standing: state.status === 'none' ? 'missing' : reconcile(state, now) };
  });
