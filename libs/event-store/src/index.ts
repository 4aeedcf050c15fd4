export * from './types.js';
export * from './errors.js';
export * from './registry.js';
export { Keyring } from './keyring.js';
export { EventStore } from './event-store.js';
export { servicePool, type DatabaseRole, type ServicePoolOptions } from './service-pool.js';
export { eventStoreMigrations, migrate, migrationFiles, type MigrationSet } from './migrate.js';
export { ROLES } from './roles.js';
export { packagePath } from './package-path.js';
