import type { RefusalsOf } from '../decision/decision.js';

export type MandateRefusal = RefusalsOf<
  | 'out-of-mandate'
  | 'guarded-target'
  | 'harm-required'
  | 'proportionality-required'
  | 'reasons-required'
  | 'expiry-too-far'
  | 'expiry-passed'
  | 'legal-basis-invalid'
  | 'no-competent-authority'
  | 'scope-mismatch'
  | 'narrower-works'
>;
