import pg from 'pg';
import { EventStore, Keyring, migrate, packagePath, servicePool } from '#libs/event-store';
import type { MigrationSet, ServiceName } from '#libs/event-store';
import { ensureReadModels, kafkaSettings, makeTopics } from '#libs/messaging';
import type { AppConfig, Logger } from '#libs/service-kit';
import { eventRegistry } from './event-registry.js';
import type { ServiceDefinition } from './service-definition.js';

/** Tables every installation has, before those of the services. */
const FOUNDATIONS: readonly MigrationSet[] = ['event-store', 'messaging', 'identity'].map((name) => ({
  name,
  dir: packagePath(`libs/${name}/sql`),
}));

/** Every migration that services need: what all of them share, then their own. */
export const migrationsOf = (services: readonly ServiceDefinition[]): MigrationSet[] => [
  ...FOUNDATIONS,
  ...services.flatMap((service) => service.migrations),
];

export interface PrepareOptions {
  /** Given, read models whose definition changed are filled beside the live ones, for processes that go on meanwhile. */
  readonly keyring?: Keyring;
}

/** What was done to a database. */
export interface Prepared {
  readonly applied: readonly { set: string; file: string }[];
  /** Read models whose tables were made, or made anew. */
  readonly readModels: readonly string[];
}

/**
 * Brings a database up to date for all services of an installation, whichever run in this process: forward-only
 * migrations, then the read models, of which one whose definition changed starts again from an empty schema or, with a keyring, is
 * filled beside the live one first.
 * Safe to run by several processes at once. Needs a role that may create roles and schemas.
 */
export const prepareDatabase = async (
  adminUrl: string,
  services: readonly ServiceDefinition[],
  logger: Logger,
  { keyring }: PrepareOptions = {},
): Promise<Prepared> => {
  const applied = await migrate(adminUrl, migrationsOf(services), { logger });
  const pool = new pg.Pool({ connectionString: adminUrl, max: 3 }).on('error', () => undefined);
  const log = keyring === undefined ? undefined : new Logs(adminUrl, keyring);
  try {
    const models = services.flatMap((service) => service.readModels);
    return { applied, readModels: await ensureReadModels(pool, models, log && ((service) => log.of(service))) };
  } finally {
    await log?.close();
    await pool.end();
  }
};

/** The log as each service sees it, for as long as read models are filled. */
class Logs {
  readonly #open = new Map<ServiceName, { pool: pg.Pool; store: EventStore }>();

  constructor(
    private readonly url: string,
    private readonly keyring: Keyring,
  ) {}

  of(service: ServiceName): EventStore {
    let known = this.#open.get(service);
    if (!known) {
      const pool = servicePool(this.url, service, { max: 3, applicationName: `lachan-migrate-${service}` });
      const store = new EventStore({ pool, registry: eventRegistry(), keyring: this.keyring, service });
      this.#open.set(service, (known = { pool, store }));
    }
    return known.store;
  }

  async close(): Promise<void> {
    for (const { pool, store } of this.#open.values()) {
      await store.close();
      await pool.end();
    }
  }
}

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
