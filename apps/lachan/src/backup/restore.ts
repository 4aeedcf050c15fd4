import { createReadStream } from 'node:fs';
import pg from 'pg';
import { verifyLog } from '#apps/ledger';
import { Keyring } from '#libs/event-store';
import { fillTable } from './fill-table.js';
import { destroyedKeys, keepKeys } from './restore-keys.js';
import { open } from './sealed-file.js';
import type { BackupHeader } from './sealed-file.js';
import { KEYS, schemaOf, sqlName, tablesOf } from './tables.js';
import { recordsIn } from './read-backup.js';

/** Why a restore does not go on. The target is as it was before. */
export class RestoreRefused extends Error {
  override readonly name = 'RestoreRefused';
}

export interface RestoreOptions {
  readonly admin: pg.Pool;
  readonly master: Buffer;
  readonly log: string;
  /** Every file of keys there is, of whatever day: a key destroyed in one of them stays destroyed. */
  readonly keys: readonly string[];
  readonly readModels: readonly string[];
  readonly progress?: (events: number, of: number) => void;
}

export interface Restored {
  readonly header: BackupHeader;
  readonly rows: Readonly<Record<string, number>>;
  /** Imports whose bodies were still being read: they have to be sent again. */
  readonly importsCutOff: number;
  readonly keysDestroyed: number;
}

/** The header of a file, without opening the rest. */
export const headerOf = async (path: string): Promise<BackupHeader> => {
  const file = createReadStream(path);
  try {
    return (await open(file as AsyncIterable<Buffer>)).header;
  } finally {
    file.destroy();
  }
};

/**
 * Puts a backup into an empty, migrated database, in one transaction: whatever is found wrong, nothing is kept. Checked before it is kept: the
 * counts of every table, that every key that an event needs is known (or known to be destroyed), and the whole log.
 */
export const restore = async (options: RestoreOptions): Promise<Restored> => {
  const header = await headerOf(options.log);
  await checkFiles(header, options);
  const client = await options.admin.connect();
  let finished = false;
  try {
    await client.query('begin');
    await client.query("set local role lachan_owner; set local statement_timeout = 0; set local timezone = 'UTC'");
    await refuseUnlessEmpty(client, header);
    const rows = await fill(client, options, header);
    const keysDestroyed = await destroyedKeys(client);
    await client.query('analyze es.log');
    await checkKeys(client);
    const importsCutOff = await endImports(client);
    await emptyReadModels(client, options.readModels);
    const { faults } = await verifyLog(client);
    const fault = faults[0];
    if (fault) {
      throw new RestoreRefused(
        `the log in the backup is not whole: position ${String(fault.position)}, ${fault.fault}: ${fault.detail} (${String(faults.length)} faults)`,
      );
    }
    await client.query('commit');
    finished = true;
    return { header, rows, importsCutOff, keysDestroyed };
  } finally {
    if (!finished) await client.query('rollback').catch(() => undefined);
    client.release(!finished);
  }
};

const checkFiles = async (header: BackupHeader, { master, keys }: RestoreOptions): Promise<void> => {
  if (header.kind !== 'log')
    throw new RestoreRefused('this is a file of keys: name the .backup, and this after --keys');
  const mine = new Keyring(master).fingerprint();
  const headers = await Promise.all(keys.map(async (path) => ({ path, header: await headerOf(path) })));
  for (const { path, header: of } of [{ path: 'the backup', header }, ...headers]) {
    if (of.installation !== mine)
      throw new RestoreRefused(`${path} was made under another master key (${of.installation}; this one is ${mine})`);
  }
  const notKeys = headers.find(({ header: of }) => of.kind !== 'keys');
  if (notKeys) throw new RestoreRefused(`${notKeys.path} is not a file of keys`);
  if (!headers.some(({ header: of }) => of.head >= header.head)) {
    throw new RestoreRefused(
      `no file of keys is as new as the backup (${header.createdAt}, position ${String(header.head)}): what was written since would stay unreadable for ever`,
    );
  }
};

/** Rows that migrations and read models put into a database nobody has used yet. */
const FILLED_BY_MIGRATION: ReadonlySet<string> = new Set(['es.head', 'messaging.checkpoint']);

const refuseUnlessEmpty = async (client: pg.ClientBase, header: BackupHeader): Promise<void> => {
  if ((await schemaOf(client)) !== header.schema) {
    throw new RestoreRefused(
      'the backup was made by another version of this program: restore it with that version, then bring it up to date with `lachan migrate`',
    );
  }
  const { rows } = await client.query<{ position: string }>('select position from es.head');
  if (rows[0]?.position !== '0') throw new RestoreRefused('the target is not empty: its log has events');
  for (const { name } of [...(await tablesOf(client)), { name: KEYS }]) {
    if (FILLED_BY_MIGRATION.has(name)) await client.query(`delete from ${sqlName(name)}`);
    else if (((await client.query(`select from ${sqlName(name)} limit 1`)).rowCount ?? 0) > 0)
      throw new RestoreRefused(`the target is not empty: ${name} has rows`);
  }
};

const fill = async (
  client: pg.PoolClient,
  { master, log, keys, progress }: RestoreOptions,
  header: BackupHeader,
): Promise<Record<string, number>> => {
  const rows: Record<string, number> = {};
  for (const path of keys) {
    rows[KEYS] = await keepKeys(client, recordsIn(path, master));
  }
  await fillTable(client, recordsIn(log, master), {
    known: new Set((await tablesOf(client)).map(({ name }) => name)),
    done: (table, count) => (rows[table] = count),
    rows: (table, count) => {
      if (table === 'es.log') progress?.(count, header.head);
    },
  });
  return rows;
};

/** Every key that an event names is here, or here as destroyed. */
const checkKeys = async (client: pg.ClientBase): Promise<void> => {
  const { rows } = await client.query<{ missing: string; example: string | null }>(
    `select count(*) as missing, min(l.position)::text as example
       from es.log l, jsonb_each(l.data -> 'sealed') s
      where l.data ? 'sealed' and not exists (select from keys.data_key k where k.id = s.value ->> 'k')`,
  );
  const { missing = '0', example = null } = rows[0] ?? {};
  if (missing !== '0')
    throw new RestoreRefused(`the files of keys lack ${missing} keys, the first for position ${String(example)}`);
};

/** The bodies of imports lie in the data folder and in no backup; an import may be sent again and counts nothing twice. */
const endImports = async (client: pg.ClientBase): Promise<number> => {
  const { rowCount } = await client.query(
    `update intake_import.import set status = 'failed', finished_at = now(),
            failure = 'the installation was restored from a backup: send it again'
      where status in ('queued', 'running')`,
  );
  return rowCount ?? 0;
};

/**
 * Read models begin again at nothing, as when they are new: filled from the log by whoever runs first, also when the restore is ended in between.
 */
const emptyReadModels = async (client: pg.ClientBase, names: readonly string[]): Promise<void> => {
  for (const table of ['checkpoint', 'inbox', 'failure', 'deferred'])
    await client.query(`delete from messaging.${table} where split_part(subscription, '/', 1) = any($1)`, [names]);
  await client.query('insert into messaging.checkpoint (subscription) select unnest($1::text[])', [names]);
};
