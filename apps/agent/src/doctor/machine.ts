import { constants } from 'node:fs';
import { access, lstat, stat, statfs } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import type { AgentConfig, Command } from '../config/config.js';
import type { Driver } from '../drivers/driver.js';
import { run, searchPath } from '../filter/commands.js';
import { wordsOf } from '../native-error.js';
import { bad, good } from './finding.js';
import type { Finding } from './finding.js';

/** Less than this is too little for a list, the copies kept of it and what else grows there (bytes). */
const ROOM = 100 * 1024 * 1024;

/** A key that others of this machine can read is theirs too. */
export async function keyPlace({ keyFile }: Pick<AgentConfig, 'keyFile'>): Promise<Finding> {
  if (keyFile === undefined) return good('key', 'there is one, from a credential or the environment');
  const { mode } = await stat(keyFile);
  return (mode & 0o077) === 0
    ? good('key', `there is one, and ${keyFile} is its owner's alone`)
    : bad('key', `${keyFile} can be read by others (${(mode & 0o777).toString(8)})`, `chmod 600 ${keyFile}`);
}

export async function writable(folders: readonly string[]): Promise<Finding[]> {
  return Promise.all(
    [...new Set(folders)].map(async (folder) => {
      try {
        await access(folder, constants.W_OK | constants.X_OK);
        return good(`writes ${folder}`, 'may');
      } catch (error) {
        return bad(`writes ${folder}`, wordsOf(error), `make the folder, and let the agent's user write in it`);
      }
    }),
  );
}

/** A list is replaced by renaming: a link would be replaced, and not the file behind it. */
export async function noLinks(files: readonly string[]): Promise<Finding[]> {
  const found = await Promise.all(
    files.map(async (file) => {
      const known = await lstat(file).catch(() => undefined);
      return known?.isSymbolicLink() === true
        ? bad(`list ${file}`, 'it is a symbolic link, which would be replaced by a file', 'name the file itself')
        : undefined;
    }),
  );
  return found.filter((finding) => finding !== undefined);
}

export async function room(folders: readonly string[]): Promise<Finding[]> {
  return Promise.all(
    [...new Set(folders)].map(async (folder) => {
      try {
        const { bavail, bsize } = await statfs(folder);
        const mebibytes = Math.floor((bavail * bsize) / 1024 / 1024);
        return bavail * bsize >= ROOM
          ? good(`disk at ${folder}`, `${mebibytes} MiB free`)
          : bad(`disk at ${folder}`, `${mebibytes} MiB free`, 'free 100 MiB: without room nothing can be saved');
      } catch (error) {
        return bad(`disk at ${folder}`, wordsOf(error), 'make the folder');
      }
    }),
  );
}

async function isThere(program: string): Promise<boolean> {
  const places = isAbsolute(program)
    ? [program]
    : searchPath(process.env)
        .split(':')
        .map((folder) => join(folder, program));
  const found = await Promise.all(
    places.map((place) =>
      access(place, constants.X_OK).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}

/** The checkers are run on what stands now; the reload is looked for and not run. */
export async function programs(driver: Driver, files: readonly string[], timeout: number): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const command of driver.check) findings.push(...(await checker(command, files, timeout)));
  const [reload = ''] = driver.reload;
  findings.push(
    (await isThere(reload))
      ? good('reload', `${driver.reload.join(' ')} (not run)`)
      : bad('reload', `there is no program ${reload}`, 'install it, or give its whole path in driver.reload'),
  );
  return findings;
}

async function checker(command: Command, files: readonly string[], timeout: number): Promise<Finding[]> {
  const what = `checker ${command[0] ?? ''}`;
  if (!(await isThere(command[0] ?? '')))
    return [bad(what, 'there is no such program', 'install it, or give its whole path in driver.check')];
  const perFile = command.some((part) => part.includes('{file}'));
  const existing = await Promise.all(
    files.map((file) =>
      lstat(file).then(
        () => [file],
        () => [],
      ),
    ),
  );
  const looked = perFile ? existing.flat() : [''];
  if (looked.length === 0) return [good(what, 'is there; no list has been written yet')];
  return Promise.all(
    looked.map(async (file) => {
      const { code, output } = await run(command, { file }, timeout);
      return code === 0
        ? good(what, 'accepts what stands now')
        : bad(
            what,
            `refuses what stands now (${code ?? 'no end'})`,
            output.trim().split('\n').slice(-3).join(' · ') || 'run it by hand',
          );
    }),
  );
}

export const foldersOf = (config: AgentConfig, files: readonly string[]): string[] => [
  config.stateFolder,
  ...files.map((file) => dirname(file)),
];
