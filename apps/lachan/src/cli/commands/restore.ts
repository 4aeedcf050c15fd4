import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import pg from 'pg';
import { fillReadModels } from '../../backup/fill-read-models.js';
import { headerOf, restore } from '../../backup/restore.js';
import type { BackupHeader } from '../../backup/sealed-file.js';
import { EXIT, report, whisper } from '#libs/cli';
import { masterKey, openHost, prepareDatabase } from '#libs/process';
import { loadConfig } from '#libs/service-kit';
import type { AppConfig } from '#libs/service-kit';
import { SERVICES_OF_THE_HOUSE } from '../../compose/services.js';
import { CREDENTIALS_FILE } from '../../demo/credentials.js';
import { openInstallation } from '../../installation/installation.js';
import { storedMode } from '../../installation/mode.js';
import { commandLogger } from '../context.js';
import { CommandFailed, progressBar } from '../output.js';

/** `lachan restore`: a backup into an empty installation; whole and checked, or not at all. */
export const addRestore = (lachan: Command): void => {
  lachan
    .command('restore')
    .description('put a backup into an empty database and data folder, check all of it, and make the read models again')
    .argument('<backup>', 'the .backup file')
    .requiredOption(
      '--keys <files...>',
      'files of keys, one at least as new as the backup; destroyed in one is destroyed',
    )
    .option('--json', 'answer in JSON')
    .action(async (backup: string, options: { keys: string[]; json?: boolean }) => {
      const header = await headerOf(backup);
      const config = configFor(header);
      const logger = commandLogger(config);
      const installation = await openInstallation(config, logger);
      const admin = new pg.Pool({ connectionString: installation.adminUrl, max: 4 });
      admin.on('error', () => undefined);
      try {
        await refuseUsed(admin);
        await prepareDatabase(installation.adminUrl, SERVICES_OF_THE_HOUSE, logger);
        const readModels = SERVICES_OF_THE_HOUSE.flatMap((service) => service.readModels);
        const bar = progressBar('restore', header.head);
        const restored = await restore({
          admin,
          master: await masterKey(config),
          log: backup,
          keys: options.keys,
          readModels: readModels.map(({ name }) => name),
          progress: (events) => bar.update(events),
        }).finally(() => bar.stop());
        const models = await readModelsAgain(installation.adminUrl, admin, header.head);
        const wrong = models.filter(({ error, different }) => error !== undefined || different > 0);
        report(options.json === true, { ...restored, readModels: models }, () => [
          `${String(restored.rows['es.log'] ?? 0)} events up to position ${String(header.head)}, as of ${header.createdAt}: the log is whole.`,
          `${String(restored.rows['keys.data_key'] ?? 0)} data keys, of which ${String(restored.keysDestroyed)} are destroyed and stay so.`,
          `${String(models.length)} read models made again, ${String(wrong.length)} with differences.`,
          ...wrong.map(({ name, error, different }) => `✗ ${name}: ${error ?? `${String(different)} rows differ`}`),
          ...(restored.importsCutOff === 0
            ? []
            : [`${String(restored.importsCutOff)} imports were under way: they have to be sent again.`]),
          'Everybody signs in again. What happened after the backup is not here: read "After a restore" in docs/OPERATIONS.md before others are let in.',
        ]);
        if (wrong.length > 0) process.exitCode = EXIT.failed;
      } finally {
        await admin.end();
        await installation.close();
      }
    });
};

/** The folder's mode is the backup's; its secrets have to be there already, for new ones would open nothing. */
const configFor = (header: BackupHeader): AppConfig => {
  const config = loadConfig(process.env);
  const secrets = [
    ['LACHAN_MASTER_KEY', config.masterKey, 'master.key'],
    ['LACHAN_DEDUPE_SECRET', config.dedupeSecret, 'dedupe-secret'],
  ] as const;
  const missing = secrets.filter(([, given, file]) => given === undefined && !existsSync(join(config.dataDir, file)));
  if (missing.length > 0) {
    throw new CommandFailed(
      `put ${missing.map(([name, , file]) => `${file} into ${config.dataDir} (or set ${name})`).join(' and ')} first: a backup opens under the secrets it was made with`,
      EXIT.usage,
    );
  }
  const mode = storedMode(config.dataDir) ?? config.mode ?? header.mode;
  if (mode !== header.mode)
    throw new CommandFailed(
      `the backup is of a ${header.mode} installation, ${config.dataDir} is for ${mode}`,
      EXIT.usage,
    );
  if (mode === 'demo' && !existsSync(join(config.dataDir, CREDENTIALS_FILE)))
    throw new CommandFailed(
      `put the demonstration's ${CREDENTIALS_FILE} into ${config.dataDir} first: a demonstration without it is made anew at the next start`,
      EXIT.usage,
    );
  return loadConfig({ ...process.env, LACHAN_MODE: mode });
};

/** Before anything is changed: a database with events in it is somebody's. */
const refuseUsed = async (admin: pg.Pool): Promise<void> => {
  const { rows } = await admin.query<{ log: string | null }>("select to_regclass('es.log')::text as log");
  if (rows[0]?.log !== null && (await admin.query('select from es.log limit 1')).rowCount !== 0)
    throw new CommandFailed('the target is not empty: its log has events. Restore into a new database and data folder');
};

const readModelsAgain = async (adminUrl: string, admin: pg.Pool, head: number) => {
  if (process.stderr.isTTY) whisper('making read models again …');
  const bar = progressBar('read models', head);
  const host = await openHost(withoutKafka(), adminUrl, { passing: true });
  try {
    return await fillReadModels(host, admin, SERVICES_OF_THE_HOUSE, (position) => bar.update(position));
  } finally {
    bar.stop();
    await host.close();
  }
};

/** No broker takes part: what Kafka carried is carried again when the services start. */
const withoutKafka = (): AppConfig =>
  loadConfig(Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('KAFKA_'))));
