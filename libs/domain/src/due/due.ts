import type { Deadline, Step } from '#libs/contracts';
import type { CaseState, ExistingCase } from '../case/state.js';
import type { ClaimFacts } from '../claim/state.js';
import { needsSecondUnit } from '../mandate/check.js';
import type { OrderState } from '../order/state.js';
import type { ReferralState } from '../referral/state.js';
import type { RequestLife } from '../request/state.js';
import type { SupportLife } from '../support/state.js';
import { isAfter } from '../time/instant.js';
import { dueAt } from './policy.js';

/**
 * One step that somebody answers for, with the moment it is due: "mỗi khâu có một đầu mối cụ thể chịu trách nhiệm"
 * [002 III.4, 004 annex IV.1].
 */
export type DueItem = { readonly step: Step; readonly at: string } & (
  { readonly unit: string } | { readonly provider: string }
);

/** When the steps of a case began, from the times of its events. */
export interface CaseTimes {
  /** When it was opened, or reopened last. */
  readonly openedAt: string;
  /** When it came into its present status. */
  readonly since: string;
  /** When each pending review was asked for. */
  readonly reviewsSince: Readonly<Record<string, string>>;
}

interface Started {
  readonly step: Step;
  readonly unit: string;
  readonly since: string;
}

const secondUnitSteps = (state: Extract<ExistingCase, { status: 'awaiting-approval' }>, since: string): Started[] => {
  const { proposal, secondUnit } = state.pending;
  const missing = proposal !== null && needsSecondUnit(proposal) && secondUnit === null;
  return missing ? [{ step: 'second-unit', unit: state.unit, since }] : [];
};

const stepsOf = (state: ExistingCase, claimed: boolean, times: CaseTimes): Started[] => {
  const { unit } = state;
  switch (state.status) {
    case 'open': {
      const claim: Started[] = claimed ? [] : [{ step: 'claim', unit, since: times.openedAt }];
      return [...claim, { step: 'decide', unit, since: times.openedAt }];
    }
    case 'awaiting-approval':
      return [...secondUnitSteps(state, times.since), { step: 'approve', unit, since: times.since }];
    case 'awaiting-dismissal':
      return [{ step: 'confirm-dismissal', unit, since: times.since }];
    case 'letter-sent':
      return [{ step: 'authority-answer', unit: state.authority, since: times.since }];
    case 'approved':
    case 'in-force':
      return state.reviews.map(({ reviewId }) => ({
        step: 'review-decide',
        unit,
        since: times.reviewsSince[reviewId] ?? times.since,
      }));
    case 'dismissed':
    case 'merged':
    case 'closed':
      return [];
  }
};

/** The due steps of a case, soonest first. A claim whose lease passed is no claim. */
export const dueOfCase = (
  state: CaseState,
  claim: ClaimFacts | null,
  times: CaseTimes,
  deadlines: readonly Deadline[],
  now: string,
): readonly DueItem[] => {
  if (state.status === 'none') return [];
  const claimed = claim !== null && isAfter(claim.until, now);
  return stepsOf(state, claimed, times)
    .flatMap(({ step, unit, since }) => {
      const at = dueAt(deadlines, step, state.priority, since);
      return at === null ? [] : [{ step, unit, at }];
    })
    .sort((one, other) => (isAfter(one.at, other.at) ? 1 : -1));
};

/** What the recipient of a referral owes: the receipt, then the outcome until the last word. */
export const dueOfReferral = (state: ReferralState): readonly DueItem[] => {
  switch (state.status) {
    case 'none':
      return [];
    case 'sent':
      return [{ step: 'referral-receive', unit: state.unit, at: state.receiveBy }];
    case 'received':
      return [{ step: 'referral-outcome', unit: state.unit, at: state.outcomeBy }];
    case 'outcome':
      return state.outcome === 'in-progress'
        ? [{ step: 'referral-outcome', unit: state.unit, at: state.outcomeBy }]
        : [];
  }
};

/** Whoever is to reach the child, until somebody did. */
export const dueOfSupport = (state: SupportLife): readonly DueItem[] =>
  state.status === 'requested' ? [{ step: 'support-contact', unit: state.unit, at: state.contactBy }] : [];

/** What a provider owes: the block's two steps, or the lift. */
export const dueOfRequest = (state: RequestLife): readonly DueItem[] => {
  switch (state.status) {
    case 'queued':
    case 'delivered':
      return [
        { step: 'request-acknowledge', provider: state.ids.provider, at: state.asked.acknowledgeBy },
        { step: 'request-enforce', provider: state.ids.provider, at: state.asked.enforceBy },
      ];
    case 'acknowledged':
      return [{ step: 'request-enforce', provider: state.ids.provider, at: state.asked.enforceBy }];
    case 'lift-queued':
    case 'lift-delivered':
      return [{ step: 'request-lift', provider: state.ids.provider, at: state.lift.liftBy }];
    // Parked: the operators' matter, listed as such and not as the provider's silence.
    case 'parked':
    case 'none':
    case 'not-expressible':
    case 'enforced':
    case 'verified':
    case 'refused':
    case 'recalled':
    case 'lifted':
    case 'lift-verified':
      return [];
  }
};

/** The answer to a letter; an order itself owes nothing, its requests do. */
export const dueOfOrder = (state: OrderState): readonly DueItem[] =>
  state.status === 'letter'
    ? [{ step: 'authority-answer', unit: state.letter.authority, at: state.letter.answerBy }]
    : [];
