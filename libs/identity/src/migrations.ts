import { packagePath, type MigrationSet } from '#libs/event-store';

/** The schema `identity`; run after the event store's. */
export const identityMigrations: MigrationSet = { name: 'identity', dir: packagePath('libs/identity/sql') };
