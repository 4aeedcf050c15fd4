import type { Command } from 'commander';
import { prepareDatabase } from '#libs/process';
import { loadConfig } from '#libs/service-kit';
import { SERVICES_OF_THE_HOUSE } from '../../compose/services.js';
import { visitInstallation } from '../../installation/installation.js';
import { commandLogger } from '../context.js';
import { report } from '../output.js';

/** `lachan migrate`: run it as a step of a deployment, before the services start. */
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
        const applied = await prepareDatabase(installation.adminUrl, SERVICES_OF_THE_HOUSE, logger);
        report(options.json === true, { applied }, () =>
          applied.length === 0
            ? ['The database is up to date.']
            : [
                ...applied.map(({ set, file }) => `applied ${set}/${file}`),
                `${String(applied.length)} migrations applied.`,
              ],
        );
      } finally {
        await installation.close();
      }
    });
};
