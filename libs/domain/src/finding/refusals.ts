import type { RefusalsOf } from '../decision/decision.js';

export type FindingRefusal = RefusalsOf<
  'already-recorded' | 'forbidden' | 'foreign-unit' | 'not-answered' | 'not-found' | 'reasons-required'
>;
