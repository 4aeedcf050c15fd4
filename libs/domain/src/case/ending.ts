import type { CaseEvent } from '#libs/contracts';
import { accept, refuse, staysQuiet, type Decision } from '../decision/decision.js';
import { holds } from '../people/officer.js';
import type { CommandOf } from './commands.js';
import { mustSay } from './permission.js';
import type { CaseRefusal } from './refusals.js';
import type { ExistingCase } from './state.js';

type Answer = Decision<CaseEvent, CaseRefusal>;

/** Dispatch issued or renewed the order. */
export const inForce = ({ order, expiresAt }: CommandOf<'inForce'>, state: ExistingCase): Answer => {
  switch (state.status) {
    case 'in-force':
      if (state.order === order && state.expiresAt === expiresAt) return staysQuiet;
      return accept({ type: 'CaseInForce', data: { caseId: state.caseId, order, expiresAt } });
    case 'approved':
    case 'letter-sent':
      return accept({ type: 'CaseInForce', data: { caseId: state.caseId, order, expiresAt } });
    case 'open':
    case 'awaiting-approval':
    case 'awaiting-dismissal':
    case 'dismissed':
    case 'merged':
    case 'closed':
      return refuse('case-not-open', `the case is ${state.status}`);
  }
};

/** Whoever is affected asks for review with the order's reference; each request is kept and decided on its own. */
export const requestReview = (command: CommandOf<'requestReview'>, state: ExistingCase): Answer => {
  const { order, reviewId, reason, contact } = command;
  if (!('reviews' in state) || (state.status === 'in-force' && state.order !== order))
    return refuse('order-not-in-force');
  const known = [...state.reviews, ...state.decidedReviews].some((review) => review.reviewId === reviewId);
  if (known) return staysQuiet;
  return accept({ type: 'ReviewRequested', data: { caseId: state.caseId, order, reviewId, reason, contact } });
};

/**
 * A third person decides, of whichever unit: nobody who wrote, seconded or approved what is reviewed [domain.md,
 * "Mandate"].
 */
export const decideReview = (command: CommandOf<'decideReview'>, state: ExistingCase): Answer => {
  const { by, reviewId, outcome, reason } = command;
  if (!holds(by, 'approver')) return refuse('forbidden', 'takes approver');
  const silent = mustSay(reason);
  if (silent !== null) return silent;
  if (!('reviews' in state)) return refuse('no-review', `the case is ${state.status}`);
  const { approved, reviews, decidedReviews, contributors, caseId } = state;
  const involved = [approved.proposedBy.human, approved.approvedBy.human, approved.secondUnit?.human, ...contributors];
  if (involved.includes(by.human)) return refuse('third-person-needed');
  if (decidedReviews.some((review) => review.reviewId === reviewId && review.outcome === outcome)) return staysQuiet;
  const review = reviews.find((pending) => pending.reviewId === reviewId);
  if (review === undefined) return refuse('no-review');
  const { person, human } = by;
  return accept({
    type: 'ReviewDecided',
    data: { caseId, order: review.order, reviewId, outcome, person, human, reason },
  });
};

/** What became of the order ends the case. */
export const close = ({ outcome, order }: CommandOf<'close'>, state: ExistingCase): Answer => {
  switch (state.status) {
    case 'closed':
      return state.outcome === outcome ? staysQuiet : refuse('case-not-open', `closed as ${state.outcome}`);
    case 'in-force':
      if (order !== state.order) return refuse('order-not-in-force', `in force is ${state.order}`);
      return accept({ type: 'CaseClosed', data: { caseId: state.caseId, outcome, order } });
    case 'approved':
    case 'letter-sent':
      return accept({ type: 'CaseClosed', data: { caseId: state.caseId, outcome, order } });
    case 'open':
    case 'awaiting-approval':
    case 'awaiting-dismissal':
    case 'dismissed':
    case 'merged':
      return refuse('case-not-open', `the case is ${state.status}`);
  }
};
