import type { RefusalsOf } from '../decision/decision.js';

export type ReferralRefusal = RefusalsOf<
  'already-recorded' | 'foreign-unit' | 'not-found' | 'not-received' | 'reasons-required'
>;
