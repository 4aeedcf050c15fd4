import type { RefusalsOf } from '../decision/decision.js';
import type { MandateRefusal } from '../mandate/check.js';

export type OrderRefusalCode = RefusalsOf<
  | MandateRefusal
  | 'digest-mismatch'
  | 'forbidden'
  | 'foreign-unit'
  | 'no-renewal'
  | 'no-widening'
  | 'not-found'
  | 'order-not-in-force'
  | 'proposal-lapsed'
  | 'self-approval'
  | 'unknown-provider'
>;
