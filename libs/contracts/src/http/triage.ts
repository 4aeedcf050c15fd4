export * from './triage/beside.js';
export * from './triage/bulk.js';
export * from './triage/case-query.js';
export * from './triage/case-view.js';
export * from './triage/commands.js';
export * from './triage/history.js';
export * from './triage/neighbours.js';
export * from './triage/verdict.js';
