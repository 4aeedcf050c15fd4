import { mkdirSync } from 'node:fs';
import { DataFolderInUse, startEmbedded } from '#libs/embedded';
import type { AppConfig, Logger, Mode } from '#libs/service-kit';
import { readRunning } from './running-file.js';
import { settleMode, storeMode } from './mode.js';

/** A data folder with its database: what every command works on. */
export interface Installation {
  readonly config: AppConfig;
  readonly mode: Mode;
  /** A role that may migrate: the embedded server's superuser, or what `DATABASE_URL` names. */
  readonly adminUrl: string;
  readonly embedded: boolean;
  /** True when another process runs the instance and this one only visits its database. */
  readonly visiting: boolean;
  /** Where the running instance listens, when visiting one. */
  readonly url: string | null;
  close(): Promise<void>;
}

const nothing = (): Promise<void> => Promise.resolve();

/**
 * Opens the data folder to run the instance: starts the embedded PostgreSQL unless `DATABASE_URL` is given.
 * @throws {DataFolderInUse} when an instance runs on the folder already.
 */
export const openInstallation = async (config: AppConfig, logger: Logger): Promise<Installation> => {
  const mode = settleMode(config);
  mkdirSync(config.dataDir, { recursive: true });
  const shared = { config, mode, visiting: false, url: null };
  if (config.databaseUrl !== undefined) {
    storeMode(config.dataDir, mode);
    return { ...shared, adminUrl: config.databaseUrl, embedded: false, close: nothing };
  }
  const server = await startEmbedded({ dataDir: config.dataDir, logger });
  storeMode(config.dataDir, mode);
  return { ...shared, adminUrl: server.url, embedded: true, close: () => server.stop() };
};

/** Opens it for a command: visits the instance that runs, or starts the database for as long as the command takes. */
export const visitInstallation = async (config: AppConfig, logger: Logger): Promise<Installation> => {
  try {
    return await openInstallation(config, logger);
  } catch (error) {
    const running = error instanceof DataFolderInUse ? readRunning(config.dataDir) : null;
    if (running === null) throw error;
    return {
      config,
      mode: settleMode(config),
      adminUrl: running.databaseUrl,
      embedded: true,
      visiting: true,
      url: running.url,
      close: nothing,
    };
  }
};
