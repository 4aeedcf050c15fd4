export * from './common.js';
export * from './triage.js';
export * from './dispatch.js';
