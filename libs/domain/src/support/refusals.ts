import type { RefusalsOf } from '../decision/decision.js';

export type SupportRefusal = RefusalsOf<'already-recorded' | 'foreign-unit' | 'not-found' | 'reasons-required'>;
