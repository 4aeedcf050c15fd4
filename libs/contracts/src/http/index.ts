export * from './common.js';
export * from './triage.js';
