import pg from 'pg';
import { migrate, packagePath } from '#libs/event-store';
import type { MigrationSet } from '#libs/event-store';
import { ensureReadModels, kafkaSettings, makeTopics } from '#libs/messaging';
import type { AppConfig, Logger } from '#libs/service-kit';
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

/**
 * Makes the Kafka topics that are missing where the configuration names brokers; nothing otherwise. For starts that prepare their database
 * themselves; several machines run `lachan topics` as a step of the deployment.
 */
export const prepareTopics = async (config: AppConfig, adminUrl: string, logger: Logger): Promise<void> => {
  const settings = kafkaSettings(config);
  if (!settings) return;
  const pool = new pg.Pool({ connectionString: adminUrl, max: 1 });
  try {
    await makeTopics(settings, pool, logger);
  } finally {
    await pool.end();
  }
};
