import { createWriteStream } from 'node:fs';
import { mkdir, open as openFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { Keyring } from '#libs/event-store';
import type { Mode } from '#libs/service-kit';
import { packRecord } from './records.js';
import { newSalt, seal } from './sealed-file.js';
import type { BackupHeader } from './sealed-file.js';
import { KEYS, schemaOf, sqlName, tablesOf } from './tables.js';
import type { BackedUpTable } from './tables.js';

export interface BackupOptions {
  /** A role that may act as `lachan_owner`. */
  readonly admin: pg.Pool;
  readonly master: Buffer;
  readonly mode: Mode;
  /** Where the backup goes, and where its file of keys goes. */
  readonly folder: string;
  readonly keysFolder: string;
  readonly now: Date;
  /** Told the events written so far, of how many. */
  readonly progress?: (events: number, of: number) => void;
}

export interface WrittenBackup {
  readonly log: string;
  readonly keys: string;
  readonly head: number;
  /** Rows of each table, of both files. */
  readonly rows: Readonly<Record<string, number>>;
}

const NEWLINE = 10;
const linesIn = (bytes: Buffer): number => {
  let lines = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines += 1;
  return lines;
};

/**
 * Writes two files from one snapshot, while the installation goes on: its memory, and the wrapped data keys. Each has mode 0600, is sealed under the
 * master key, and gets its name only when all of it is on the disk; what is broken off leaves nothing under a final name.
 */
export const writeBackup = async (options: BackupOptions): Promise<WrittenBackup> => {
  await removeLeftovers(options.folder);
  await removeLeftovers(options.keysFolder);
  const client = await options.admin.connect();
  let finished = false;
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query('set local role lachan_owner');
    // Rows that this role would not see would be missing from the backup without a word: an error instead.
    await client.query("set local row_security = off; set local statement_timeout = 0; set local timezone = 'UTC'");
    const written = await writeBoth(client, options);
    await client.query('commit');
    finished = true;
    return written;
  } finally {
    client.release(!finished);
  }
};

const writeBoth = async (client: pg.PoolClient, options: BackupOptions): Promise<WrittenBackup> => {
  const tables = await tablesOf(client);
  const { rows: found } = await client.query<{ head: number }>('select position::float8 as head from es.head');
  const head = found[0]?.head ?? 0;
  const about = {
    createdAt: options.now.toISOString(),
    head,
    installation: new Keyring(options.master).fingerprint(),
    mode: options.mode,
    schema: await schemaOf(client),
  };
  const name = `lachan-${about.createdAt.replace(/[-:]|\.\d+/g, '')}`;
  const rows: Record<string, number> = {};
  const write = async (kind: BackupHeader['kind'], of: readonly BackedUpTable[], path: string): Promise<string> => {
    const header = { kind, ...about, tables: of.map((table) => table.name), salt: newSalt() };
    const packed = records(client, of, rows, (events) => options.progress?.(events, head));
    await underItsName(path, seal(options.master, header, compressed(packed)));
    return path;
  };
  const keys = await write('keys', [await keysTable(client)], join(options.keysFolder, `${name}.keys`));
  const log = await write('log', tables, join(options.folder, `${name}.backup`));
  return { log, keys, head, rows };
};

const keysTable = async (client: pg.ClientBase): Promise<BackedUpTable> => {
  const { rows } = await client.query<{ name: string }>(
    'select attname::text as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum',
    [KEYS],
  );
  return { name: KEYS, columns: rows.map((row) => row.name) };
};

async function* records(
  client: pg.PoolClient,
  tables: readonly BackedUpTable[],
  counts: Record<string, number>,
  progress: (events: number) => void,
): AsyncGenerator<Buffer> {
  for (const { name, columns } of tables) {
    yield packRecord({ kind: 'table', table: name, columns });
    const list = columns.map((column) => sqlName(column)).join(', ');
    let rows = 0;
    for await (const bytes of client.query(
      copyTo(`copy ${sqlName(name)} (${list}) to stdout`),
    ) as AsyncIterable<Buffer>) {
      rows += linesIn(bytes);
      yield packRecord({ kind: 'rows', bytes });
      if (name === 'es.log') progress(rows);
    }
    counts[name] = rows;
    yield packRecord({ kind: 'table-end', rows });
  }
  yield packRecord({ kind: 'end', tables: tables.length });
}

/** Compressed before it is sealed: ciphertext does not get smaller. An error of the source is the reader's error. */
async function* compressed(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gzip = createGzip({ level: 5 });
  const flow = pipeline(Readable.from(source), gzip);
  flow.catch(() => undefined);
  yield* gzip as AsyncIterable<Buffer>;
  await flow;
}

const PART = '.part';

/** Written beside its place, on the disk before it gets its name; the folder too, so that the name outlives a power cut. */
const underItsName = async (path: string, bytes: AsyncIterable<Buffer>): Promise<void> => {
  const part = `${path}.${String(process.pid)}${PART}`;
  try {
    await pipeline(Readable.from(bytes), createWriteStream(part, { mode: 0o600, flags: 'wx', flush: true }));
    await rename(part, path);
    const folder = await openFile(join(path, '..'));
    await folder.sync();
    await folder.close();
  } finally {
    await rm(part, { force: true });
  }
};

/** What a killed run left of itself; another run that is still writing keeps its own. */
const removeLeftovers = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(folder)) {
    const pid = /^lachan-.*\.(\d+)\.part$/.exec(name)?.[1];
    if (pid !== undefined && !alive(Number(pid))) await rm(join(folder, name), { force: true });
  }
};

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};
