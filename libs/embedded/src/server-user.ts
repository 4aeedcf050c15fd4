import { execFileSync, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { EmbeddedUnavailable } from './errors.js';

/** The account PostgreSQL runs under, when it is not our own. */
export interface ServerUser {
  name: string;
  uid: number;
  gid: number;
}

function lookUp(name: string): ServerUser | null {
  try {
    const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }));
    return { name, uid: id('-u'), gid: id('-g') };
  } catch {
    return null;
  }
}

/**
 * PostgreSQL refuses to run as root. As root we run it as user `postgres`, which is made if the machine has none;
 * as an ordinary user nothing changes hands and the answer is null.
 */
export function serverUser(): ServerUser | null {
  if (process.getuid?.() !== 0) return null;
  const known = lookUp('postgres');
  if (known) return known;
  for (const [command, ...args] of [
    ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'],
    ['adduser', '-S', '-D', '-H', '-s', '/sbin/nologin', 'postgres'],
  ] as [string, ...string[]][]) {
    if (spawnSync(command, args, { stdio: 'ignore' }).status === 0) break;
  }
  const made = lookUp('postgres');
  if (made) return made;
  throw new EmbeddedUnavailable(
    'PostgreSQL refuses to run as root and no user "postgres" could be made: create one, start as an ordinary user, or set DATABASE_URL.',
  );
}

/** May this account search the folder and every folder above it? Looks at mode bits only. */
export function canReach(folder: string, user: ServerUser | null): boolean {
  if (user === null) return true;
  for (let path = folder; ; path = dirname(path)) {
    const { mode, uid, gid } = statSync(path);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

/** Spawn options that change to this account; empty for our own. */
export function runAs(user: ServerUser | null): { uid?: number; gid?: number } {
  return user === null ? {} : { uid: user.uid, gid: user.gid };
}
