import pg from 'pg';
import { migrate, packagePath } from '#libs/event-store';
import type { MigrationSet } from '#libs/event-store';
import { ensureReadModels } from '#libs/messaging';
import type { Logger } from '#libs/service-kit';
import type { ServiceDefinition } from './service-definition.js';

/** Tables every installation has, before those of the services. */
const FOUNDATIONS: readonly MigrationSet[] = ['event-store', 'messaging', 'identity'].map((name) => ({
  name,
  dir: packagePath(`libs/${name}/sql`),
}));

/**
 * Brings a database up to date for all services of an installation, whichever run in this process: forward-only
 * migrations, then the read models, of which one whose definition changed starts again from an empty schema.
 * Safe to run by several processes at once. Needs a role that may create roles and schemas.
 */
export const prepareDatabase = async (
  adminUrl: string,
  services: readonly ServiceDefinition[],
  logger: Logger,
): Promise<{ set: string; file: string }[]> => {
  const sets = [...FOUNDATIONS, ...services.flatMap((service) => service.migrations)];
  const applied = await migrate(adminUrl, sets, { logger });
  const pool = new pg.Pool({ connectionString: adminUrl, max: 2 });
  try {
    await ensureReadModels(
      pool,
      services.flatMap((service) => service.readModels),
    );
  } finally {
    await pool.end();
  }
  return applied;
};
