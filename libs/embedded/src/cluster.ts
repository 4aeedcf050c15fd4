import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.js';
import { EmbeddedUnavailable } from './errors.js';
import { canReach, runAs, type ServerUser } from './server-user.js';

export const SUPERUSER = 'postgres';

/** Where the server's own files lie when its account cannot reach the data folder. */
const ELSEWHERE = '/var/lib/lachan-postgres';

/**
 * The folder of the server's files: `<dataDir>/postgres`. When we are root and the data folder lies where user `postgres`
 * cannot go (a clone under a private home folder), a folder of its own under /var/lib; `<dataDir>/postgres.location` names
 * it, so that deleting the data folder still means starting afresh.
 */
export function clusterFolder(dataDir: string, user: ServerUser | null): string {
  if (user !== null && canReach(dirname(dataDir), user)) chmodSync(dataDir, statSync(dataDir).mode | 0o011);
  if (canReach(dataDir, user)) return join(dataDir, 'postgres');
  const note = join(dataDir, 'postgres.location');
  const name = `data-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`;
  if (existsSync(note)) {
    const folder = readFileSync(note, 'utf8').trim();
    if (basename(folder).startsWith(name)) return join(folder, 'postgres');
    throw new EmbeddedUnavailable(
      `The data folder ${dataDir} is a copy or was moved: its database lies in ${folder}, which belongs to the old place.`,
    );
  }
  mkdirSync(ELSEWHERE, { recursive: true, mode: 0o755 });
  const folder = mkdtempSync(join(ELSEWHERE, `${name}-`));
  chmodSync(folder, 0o755);
  writeFileSync(note, `${folder}\n`);
  return join(folder, 'postgres');
}

/** The folder outside the data folder that holds its server's files; null when they lie inside. */
export function folderElsewhere(dataDir: string): string | null {
  const note = join(dataDir, 'postgres.location');
  return existsSync(note) ? readFileSync(note, 'utf8').trim() : null;
}

/** The superuser's password, made at the first start and kept beside the data, readable by us alone. */
export function superuserPassword(dataDir: string): string {
  const path = join(dataDir, 'postgres.password');
  if (!existsSync(path)) {
    const half = `${path}.${process.pid.toString()}`;
    writeFileSync(half, randomBytes(24).toString('base64url'), { mode: 0o600 });
    renameSync(half, path);
  }
  return readFileSync(path, 'utf8').trim();
}

/** Makes the cluster in a folder beside and renames it when it is whole, so that a kill half-way leaves nothing to trip over. */
export async function createCluster(
  cluster: string,
  bin: Binaries,
  user: ServerUser | null,
  password: string,
  durable: boolean,
): Promise<void> {
  const parent = dirname(cluster);
  for (const name of readdirSync(parent)) {
    if (name.startsWith('postgres.init-')) rmSync(join(parent, name), { recursive: true, force: true });
  }
  const work = join(parent, `postgres.init-${randomBytes(4).toString('hex')}`);
  mkdirSync(work, { mode: 0o700 });
  const passwordFile = join(work, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) for (const path of [work, passwordFile]) chownSync(path, user.uid, user.gid);
  const data = join(work, 'data');
  const args = ['-D', data, '-U', SUPERUSER, `--pwfile=${passwordFile}`, '--encoding=UTF8', '--data-checksums'];
  args.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-locale', '--auth=scram-sha-256');
  if (!durable) args.push('--no-sync');
  try {
    await promisify(execFile)(bin.initdb, args, {
      ...runAs(user),
      cwd: '/',
      env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
    });
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new EmbeddedUnavailable('PostgreSQL could not create its data folder.', stderr ?? String(error));
  }
  renameSync(data, cluster);
  rmSync(work, { recursive: true, force: true });
}

/** A cluster of another major version is never touched. */
export function checkVersion(cluster: string, bin: Binaries): void {
  const found = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  const wanted = bin.version.split('.')[0] ?? '';
  if (found === wanted) return;
  throw new EmbeddedUnavailable(
    `The data folder ${cluster} was made by PostgreSQL ${found}, these binaries are ${wanted}: go back to the release that made it and move the data with a dump.`,
  );
}
