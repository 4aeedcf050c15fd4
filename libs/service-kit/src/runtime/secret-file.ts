import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ids } from '../ids.js';
import { codeOf } from '../native-error.js';

const BYTES = 32;

/**
 * A 32-byte secret kept in the data folder as base64, mode 0600. Written once: of processes that start together one secret
 * wins, whole, and all of them use it.
 */
export async function secretFile(folder: string, name: string, ids: Ids): Promise<Buffer> {
  const path = join(folder, name);
  const known = await read(path);
  if (known) return known;
  await mkdir(folder, { recursive: true });
  const draft = `${path}.${ids.v7()}`;
  try {
    await write(draft, ids.random(BYTES));
    // A link fails when the name is taken, and never shows half a file.
    await link(draft, path).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  const secret = await read(path);
  if (!secret) throw new Error(`${path} disappeared while it was made`);
  return secret;
}

async function write(path: string, secret: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(`${secret.toString('base64')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function read(path: string): Promise<Buffer | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  const secret = Buffer.from(text.trim(), 'base64');
  if (secret.length !== BYTES)
    throw new Error(`${path} does not hold ${String(BYTES)} bytes in base64: restore it from a backup`);
  return secret;
}
