import type { Stats } from 'node:fs';
import { chown, readFile, rm, stat } from 'node:fs/promises';
import type { Driver, ListFile } from '../drivers/driver.js';
import { codeOf, wordsOf } from '../native-error.js';
import { draftOf, takePlace, writeDurably } from '../state/durable-file.js';
import { run } from './commands.js';

/** A list that could not be put into effect. The files are as before. `words` may hold names: they are for a person at the machine. */
export class ApplyFailed extends Error {
  override readonly name = 'ApplyFailed';
  constructor(
    readonly stage: 'write' | 'check' | 'reload',
    message: string,
    readonly words: string,
  ) {
    super(message);
  }
}

interface Before {
  readonly path: string;
  readonly bytes: Buffer | undefined;
  readonly mode: number;
  readonly group: number | undefined;
}

/** The resolver's group may read it, others need not. An existing file keeps what its operator gave it. */
const MODE = 0o640;

async function before({ path }: ListFile): Promise<Before> {
  let known: Stats;
  try {
    known = await stat(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { path, bytes: undefined, mode: MODE, group: undefined };
    throw error;
  }
  return { path, bytes: await readFile(path), mode: known.mode & 0o777, group: known.gid };
}

async function draft(
  { path, bytes }: { path: string; bytes: string | Buffer },
  { mode, group }: Before,
): Promise<void> {
  await writeDurably(draftOf(path), bytes, mode);
  // Only a group of ours can be given; where it is not, the folder's (setgid) counts.
  if (group !== undefined) await chown(draftOf(path), -1, group).catch(() => undefined);
}

/**
 * Puts a list into effect: new files beside the old ones, looked at by the program's own checker, renamed into place, looked at again with the
 * whole configuration, reloaded. When the checker or the reload refuses, the old files are back, and reloaded, before this throws.
 * @param timeout of one program (ms).
 * @throws {ApplyFailed}
 */
export async function putIntoEffect(driver: Driver, files: readonly ListFile[], timeout: number): Promise<void> {
  const olds = await Promise.all(files.map(before)).catch((error: unknown) => {
    throw failedWriting(error);
  });
  const looksAtDraft = driver.check.filter((command) => command.some((part) => part.includes('{file}')));
  const looksAtWhole = driver.check.filter((command) => !looksAtDraft.includes(command));
  let placed = 0;
  try {
    for (const [index, file] of files.entries()) await draft(file, olds[index] as Before);
    for (const command of looksAtDraft) {
      for (const { path } of files) await must('check', command, timeout, draftOf(path));
    }
    for (const { path } of files) {
      await takePlace(draftOf(path), path);
      placed += 1;
    }
    for (const command of looksAtWhole) await must('check', command, timeout);
    await must('reload', driver.reload, timeout);
  } catch (error) {
    for (const { path } of files) await rm(draftOf(path), { force: true });
    for (const old of olds.slice(0, placed)) await putBack(old);
    if (error instanceof ApplyFailed && error.stage === 'reload') await run(driver.reload, {}, timeout);
    throw error instanceof ApplyFailed ? error : failedWriting(error);
  }
}

const failedWriting = (error: unknown): ApplyFailed =>
  new ApplyFailed('write', 'the list could not be written', wordsOf(error));

async function must(stage: 'check' | 'reload', command: readonly string[], timeout: number, file = ''): Promise<void> {
  const { code, output } = await run(command, { file }, timeout);
  if (code === 0) return;
  const how = code === null ? 'could not be run, or did not end' : `ended with ${code}`;
  throw new ApplyFailed(stage, `${stage}: ${command[0] ?? ''} ${how}`, output.trim());
}

async function putBack(old: Before): Promise<void> {
  if (old.bytes === undefined) {
    await rm(old.path, { force: true });
    return;
  }
  await draft({ path: old.path, bytes: old.bytes }, old);
  await takePlace(draftOf(old.path), old.path);
}
