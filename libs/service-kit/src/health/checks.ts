import { statfs } from 'node:fs/promises';
import type { Database } from '../database.js';
import type { ReadinessCheck } from './readiness.js';

/** Below this much free space the process is not ready: PostgreSQL panics when the disk is full (findings.md). Bytes. */
export const FREE_SPACE_FLOOR = 512 * 1024 * 1024;

/** Below this somebody should make room: bytes. */
export const FREE_SPACE_WANTED = 4 * FREE_SPACE_FLOOR;

/** The service's database answers a statement. */
export function databaseCheck(database: Database): ReadinessCheck {
  return async () => {
    await database.query('select 1');
    return null;
  };
}

/** The disk of a folder has more than `floor` bytes left. */
export function diskCheck(folder: string, floor = FREE_SPACE_FLOOR): ReadinessCheck {
  return async () => {
    const free = await freeSpace(folder);
    return free >= floor ? null : `only ${String(Math.floor(free / 1024 / 1024))} MiB are free`;
  };
}

/** Bytes that are left on the disk of a folder. */
export async function freeSpace(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
