import type { RefusalsOf } from '../decision/decision.js';

export type ClaimRefusal = RefusalsOf<
  'case-not-open' | 'claimed-by-another' | 'claim-required' | 'claim-lapsed' | 'foreign-unit' | 'forbidden'
>;
