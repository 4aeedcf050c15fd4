export * from './common.js';
export * from './intake.js';
export * from './triage.js';
export * from './dispatch.js';
export * from './directory.js';
export * from './ledger.js';
export * from './operators.js';
export * from './transparency.js';
