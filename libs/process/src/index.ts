export { eventRegistry } from './event-registry.js';
export { masterKey } from './master-key.js';
export { migrationsOf, prepareDatabase, prepareTopics } from './prepare-database.js';
export { ProcessModule, runServices } from './run-services.js';
export type { RunOptions, Running } from './run-services.js';
export type { ServiceDefinition } from './service-definition.js';
export { demandSchema, watchSchema } from './schema.js';
export { openHost, runStandalone } from './standalone.js';
