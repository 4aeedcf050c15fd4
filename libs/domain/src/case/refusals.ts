import type { RefusalsOf } from '../decision/decision.js';
import type { ClaimStanding } from '../claim/standing.js';
import type { MandateRefusal } from '../mandate/check.js';

export type CaseRefusal = RefusalsOf<
  | Exclude<ClaimStanding, 'held'>
  | MandateRefusal
  | 'already-recorded'
  | 'case-not-open'
  | 'digest-mismatch'
  | 'forbidden'
  | 'foreign-unit'
  | 'no-proposal'
  | 'no-review'
  | 'no-target'
  | 'not-classified'
  | 'not-dismissed'
  | 'not-found'
  | 'order-in-force'
  | 'order-not-in-force'
  | 'own-view-needed'
  | 'proposal-lapsed'
  | 'same-case'
  | 'same-unit'
  | 'second-person-needed'
  | 'second-unit-needed'
  | 'self-approval'
  | 'target-readable'
  | 'target-unreadable'
  | 'third-person-needed'
  | 'undo-lapsed'
>;
