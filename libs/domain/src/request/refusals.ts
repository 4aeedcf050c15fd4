import type { RefusalsOf } from '../decision/decision.js';

export type RequestRefusalCode = RefusalsOf<
  'already-answered' | 'not-answered' | 'not-delivered' | 'not-found' | 'order-not-in-force' | 'wrong-kind'
>;
