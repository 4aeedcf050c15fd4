import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ids } from '../ids.js';

const BYTES = 32;

/**
 * A 32-byte secret kept in the data folder as base64, mode 0600. Written once, exclusively: of two processes that
 * start together one writes and the other reads what it wrote.
 */
export async function secretFile(folder: string, name: string, ids: Ids): Promise<Buffer> {
  const path = join(folder, name);
  await mkdir(folder, { recursive: true });
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      const secret = ids.random(BYTES);
      await file.writeFile(`${secret.toString('base64')}\n`);
      await file.sync();
      return secret;
    } finally {
      await file.close();
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const secret = Buffer.from((await readFile(path, 'utf8')).trim(), 'base64');
  if (secret.length !== BYTES)
    throw new Error(`${path} does not hold ${String(BYTES)} bytes in base64: restore it from a backup`);
  return secret;
}
