import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { codeOf } from '#libs/service-kit';

const Running = z.object({ pid: z.int(), databaseUrl: z.string(), url: z.string().nullable() });
type Running = z.infer<typeof Running>;

const pathOf = (dataDir: string): string => join(dataDir, 'running.json');

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
};

/** Tells commands of another process how to reach the instance that runs on this folder (mode 0600: it names a superuser's URL). */
export const writeRunning = (dataDir: string, running: Running): void => {
  writeFileSync(pathOf(dataDir), `${JSON.stringify(running)}\n`, { mode: 0o600 });
};

export const removeRunning = (dataDir: string): void => {
  rmSync(pathOf(dataDir), { force: true });
};

/** The instance that runs on this folder, or null; a file left behind by a killed one does not count. */
export const readRunning = (dataDir: string): Running | null => {
  try {
    const running = Running.parse(JSON.parse(readFileSync(pathOf(dataDir), 'utf8')));
    return alive(running.pid) ? running : null;
  } catch {
    return null;
  }
};
