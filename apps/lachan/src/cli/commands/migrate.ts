import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { report } from '#libs/cli';
import { Keyring } from '#libs/event-store';
import { masterKey, prepareDatabase } from '#libs/process';
import { loadConfig } from '#libs/service-kit';
import type { AppConfig } from '#libs/service-kit';
import { SERVICES_OF_THE_HOUSE } from '../../compose/services.js';
import { visitInstallation } from '../../installation/installation.js';
import { commandLogger } from '../context.js';

/**
 * `lachan migrate`: run it as a step of a deployment, before the new version's services start and beside the old version's, which go on. Read models that
 * changed are filled beside the live ones where the installation's key is at hand.
 */
export const addMigrate = (lachan: Command): void => {
  lachan
    .command('migrate')
    .description('bring the database up to date (forward only, safe to repeat)')
    .option('--json', 'answer in JSON')
    .action(async (options: { json?: boolean }) => {
      const config = loadConfig(process.env);
      const logger = commandLogger(config);
      const installation = await visitInstallation(config, logger);
      try {
        const key = await keyThatIsThere(config);
        const { applied, readModels } = await prepareDatabase(installation.adminUrl, SERVICES_OF_THE_HOUSE, logger, {
          ...(key ? { keyring: new Keyring(key) } : {}),
        });
        report(options.json === true, { applied, readModels }, () =>
          applied.length === 0 && readModels.length === 0
            ? ['The database is up to date.']
            : [
                ...applied.map(({ set, file }) => `applied ${set}/${file}`),
                ...readModels.map((name) => `made ${name}${key ? '' : ', empty: it is filled when its service runs'}`),
                `${String(applied.length)} migrations applied.`,
              ],
        );
      } finally {
        await installation.close();
      }
    });
};

/** The installation's key, where this machine has it: without it nothing can be filled, and none is made here. */
const keyThatIsThere = async (config: AppConfig): Promise<Buffer | undefined> =>
  config.masterKey !== undefined || existsSync(join(config.dataDir, 'master.key')) ? masterKey(config) : undefined;
