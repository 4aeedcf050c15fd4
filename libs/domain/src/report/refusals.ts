import type { RefusalsOf } from '../decision/decision.js';

export type ReportRefusal = RefusalsOf<'invalid-request'>;
