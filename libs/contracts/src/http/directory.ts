export * from './directory/sessions.js';
export * from './directory/registers.js';
export * from './directory/look-ups.js';
export * from './directory/keys.js';
