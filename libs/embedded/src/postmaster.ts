import { readFileSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** What a running server wrote into its postmaster.pid. */
export interface Postmaster {
  pid: number;
  port: number;
  ready: boolean;
}

/** Reads postmaster.pid; null when there is none or it is half written. Says nothing about whether that process lives. */
export function readPidFile(cluster: string): Postmaster | null {
  let lines: string[];
  try {
    lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return null;
  }
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return { pid, port: Number(lines[3] ?? 0), ready: lines[7]?.trim() === 'ready' };
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Does this process work in this cluster's folder? Process numbers are re-used: a living number alone proves nothing. */
export function worksIn(pid: number, cluster: string): boolean {
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid.toString()}/cwd`) === realpathSync(cluster);
    return execFileSync('ps', ['-o', 'command=', '-p', pid.toString()], { encoding: 'utf8' }).includes(cluster);
  } catch {
    return false;
  }
}

/** Every process that works in this cluster's folder: a killed postmaster's children live on for a moment. */
function processesIn(cluster: string): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => worksIn(pid, cluster));
}

/** Polls until the condition holds; false when the time (milliseconds) is over. */
export async function until(condition: () => boolean, timeout: number): Promise<boolean> {
  const end = performance.now() + timeout;
  while (!condition()) {
    if (performance.now() > end) return false;
    await pause(15);
  }
  return true;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/**
 * Ends a server: fast shutdown first (sessions are ended, everything is flushed), then at once, which the next start repairs
 * from the write-ahead log like any crash. Acknowledged commits survive either way.
 */
export async function endPostmaster(pid: number, cluster: string): Promise<void> {
  const gone = () => !isAlive(pid) || !worksIn(pid, cluster);
  for (const [name, wait] of [
    ['SIGINT', 30_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    if (gone()) break;
    signal(pid, name);
    if (await until(gone, wait)) break;
  }
  await endStragglers(cluster);
}

/** Children whose postmaster was killed notice it by themselves; whoever does not within two seconds is killed. */
export async function endStragglers(cluster: string): Promise<void> {
  if (await until(() => processesIn(cluster).length === 0, 2_000)) return;
  for (const pid of processesIn(cluster)) signal(pid, 'SIGKILL');
  await until(() => processesIn(cluster).length === 0, 5_000);
}
