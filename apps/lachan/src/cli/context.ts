import pg from 'pg';
import { EventStore } from '#libs/event-store';
import type { ServiceName } from '#libs/event-store';
import { openHost, prepareDatabase } from '#libs/process';
import { createLogger, loadConfig } from '#libs/service-kit';
import type { AppConfig, Host, Logger } from '#libs/service-kit';
import { SERVICES_OF_THE_HOUSE } from '../compose/services.js';
import { visitInstallation } from '../installation/installation.js';
import type { Installation } from '../installation/installation.js';

/** What a command works with; opened once, closed whatever happens. */
export interface CommandContext {
  readonly config: AppConfig;
  readonly logger: Logger;
  readonly installation: Installation;
  readonly host: Host;
  /** As the role that owns the tables. */
  readonly admin: pg.Pool;
  /** The log as one service sees it. */
  readonly store: (service: ServiceName) => EventStore;
}

/** Commands speak to people; the log lines of what they open are shown only when asked for. */
export const commandLogger = (config: AppConfig): Logger =>
  createLogger({ level: process.env['LOG_LEVEL'] === undefined ? 'error' : config.logLevel });

/** Opens the installation (or visits the one that runs), gives it to the command, and closes it again. */
export const withInstallation = async <T>(use: (context: CommandContext) => Promise<T>): Promise<T> => {
  const config = loadConfig(process.env);
  const logger = commandLogger(config);
  const installation = await visitInstallation(config, logger);
  const admin = new pg.Pool({ connectionString: installation.adminUrl, max: 4 });
  admin.on('error', () => undefined);
  try {
    // A database of our own that nobody serves right now is brought up to date; one that is given belongs to its operator.
    if (installation.embedded && !installation.visiting) {
      await prepareDatabase(installation.adminUrl, SERVICES_OF_THE_HOUSE, logger);
    }
    const host = await openHost(config, installation.adminUrl, { passing: true });
    try {
      return await use({ config, logger, installation, host, admin, store: (service) => host.runtime(service).store });
    } finally {
      await host.close();
    }
  } finally {
    await admin.end();
    await installation.close();
  }
};
