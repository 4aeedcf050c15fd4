export * from './types.js';
export type { StoreLogger } from './store-logger.js';
export {
  AssertionFailed,
  CategoryRefused,
  ConcurrencyConflict,
  EventDamaged,
  EventIdReused,
  ForeignMasterKey,
  InvalidEvent,
  OlderProgram,
  ReservationTaken,
  ScopeErased,
  StoreError,
  StoreUnavailable,
} from './errors.js';
export * from './registry.js';
export { Keyring } from './keyring.js';
export { loadMasterKey } from './master-key.js';
export { EventStore } from './event-store.js';
export { onNewest } from './on-newest.js';
export { CommitSignal } from './commit-signal.js';
export { SealedLog, sealed } from './sealed-log.js';
export type { SealedEvent } from './sealed-log.js';
export { servicePool, type DatabaseRole, type ServicePoolOptions } from './service-pool.js';
export { eventStoreMigrations, migrate, migrationFiles, type MigrationSet } from './migrate.js';
export { OlderDatabase, demandMigrations } from './demand-migrations.js';
export { ROLES } from './roles.js';
export { packagePath } from './package-path.js';
export { randomBytesPooled } from './random-pool.js';
export { canonicalJson } from '#libs/canonical-json';
export { leafHash, type LeafInput } from './leaf.js';
export { categoryOf } from './streams.js';
