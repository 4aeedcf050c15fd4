import { Keyring } from '#libs/event-store';
import { ConfigError, createHost, createLogger, loadConfig } from '#libs/service-kit';
import type { AppConfig, Host } from '#libs/service-kit';
import { eventRegistry } from './event-registry.js';
import { keepHeapLean } from './lean-heap.js';
import { demandSchema, watchSchema } from './schema.js';
import { masterKey } from './master-key.js';
import { runServices } from './run-services.js';
import type { ServiceDefinition } from './service-definition.js';

/**
 * Host of an existing, migrated database. A process that serves it keeps its heap lean from here on; a command that is `passing`, gone when it is
 * done, takes what memory makes it fast.
 */
export const openHost = async (
  config: AppConfig,
  databaseUrl: string,
  heap: { passing?: boolean } = {},
): Promise<Host> => {
  keepHeapLean(heap);
  return createHost(config, { databaseUrl, registry: eventRegistry(), keyring: new Keyring(await masterKey(config)) });
};

/**
 * Runs one service by itself (`nest start intake`): it needs `DATABASE_URL`, a database that `lachan migrate` brought
 * up to date, and `LACHAN_MASTER_KEY` and `LACHAN_DEDUPE_SECRET`, which are the same in every process of an installation.
 */
export const runStandalone = async (service: ServiceDefinition): Promise<void> => {
  const logger = createLogger({ level: 'info' });
  try {
    const config = loadConfig(process.env);
    if (config.databaseUrl === undefined) {
      throw new ConfigError([
        'DATABASE_URL: is needed to run one service by itself; `npm start` brings a database along',
      ]);
    }
    await demandSchema(config.databaseUrl, [service], logger);
    const host = await openHost(config, config.databaseUrl);
    watchSchema(host, [service]);
    const running = await runServices(host, [service], { listen: { host: config.host, port: config.port } });
    logger.info({ service: service.name }, `listening on ${running.url}`);
  } catch (error) {
    logger.error({ err: error }, error instanceof Error ? error.message : 'the service could not start');
    process.exitCode = error instanceof ConfigError ? 2 : 1;
  }
};
