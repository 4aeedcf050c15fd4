import type { RefusalsOf } from '../decision/decision.js';

export type RegisterRefusal = RefusalsOf<
  | 'already-set-up'
  | 'change-pending'
  | 'forbidden'
  | 'no-change-proposed'
  | 'reasons-required'
  | 'roles-conflict'
  | 'same-unit'
  | 'second-person-needed'
  | 'unknown-entry'
>;
