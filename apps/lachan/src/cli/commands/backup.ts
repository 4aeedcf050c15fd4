import { resolve } from 'node:path';
import type { Command } from 'commander';
import { report } from '#libs/cli';
import { masterKey } from '#libs/process';
import { SystemClock } from '#libs/service-kit';
import { LEFT_OUT } from '../../backup/tables.js';
import { writeBackup } from '../../backup/write-backup.js';
import { withInstallation } from '../context.js';
import { progressBar } from '../output.js';

/** What lies in the data folder and in no backup. */
export const NOT_IN_A_BACKUP = [
  'master.key',
  'dedupe-secret',
  'delivery.json',
  'demo-credentials.json',
  'imports/',
] as const;

/** `lachan backup`: the installation's memory and its keys as two sealed files, from one snapshot, beside the running instance. */
export const addBackup = (lachan: Command): void => {
  lachan
    .command('backup')
    .description('write a backup: the log and all ordinary tables in one file, the wrapped data keys in another')
    .argument('<folder>', 'where the backup goes')
    .option('--keys <folder>', 'where the file of keys goes: another place, of which only the newest is kept')
    .option('--json', 'answer in JSON')
    .action(async (folder: string, options: { keys?: string; json?: boolean }) => {
      const written = await withInstallation(async ({ admin, config, installation }) => {
        const bar = progressBar('backup', 0);
        try {
          return await writeBackup({
            admin,
            master: await masterKey(config),
            mode: installation.mode,
            folder: resolve(folder),
            keysFolder: resolve(options.keys ?? folder),
            now: new SystemClock().now(),
            progress: (events, of) => bar.update(events, `of ${String(of)} events`),
          });
        } finally {
          bar.stop();
        }
      });
      const total = Object.values(written.rows).reduce((sum, rows) => sum + rows, 0);
      report(options.json === true, { ...written, leftOut: LEFT_OUT, notInIt: NOT_IN_A_BACKUP }, () => [
        `${written.log}: ${String(written.rows['es.log'] ?? 0)} events up to position ${String(written.head)}, ${String(total)} rows in all, sealed under the master key`,
        `${written.keys}: ${String(written.rows['keys.data_key'] ?? 0)} wrapped data keys. Keep it in another place, and of these files only the newest:`,
        '  an older one would bring back what was erased since.',
        `Not in it, keep apart: ${NOT_IN_A_BACKUP.join(', ')} of the data folder.`,
      ]);
    });
};
