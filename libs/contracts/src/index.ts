export * from './events/index.js';
export * from './problems.js';
export * from './registers.js';
export * from './vocabulary/index.js';
export * from './http/index.js';
