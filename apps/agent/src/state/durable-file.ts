import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Replaces a file whole: whoever reads it, also after a power cut, finds the old bytes or the new ones. The new ones lie beside it
 * first, are on disk before they take its name, and the name is on disk before this returns.
 */
export async function replaceFile(path: string, bytes: string | Buffer, mode = 0o600): Promise<void> {
  const draft = draftOf(path);
  await writeDurably(draft, bytes, mode);
  await takePlace(draft, path);
}

export const draftOf = (path: string): string => `${path}.lachan-new`;

/** Writes a file and waits until it is on disk. */
export async function writeDurably(path: string, bytes: string | Buffer, mode: number): Promise<void> {
  const file = await open(path, 'w', mode);
  try {
    await file.chmod(mode);
    await file.writeFile(bytes);
    await file.sync();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

/** Gives a written file its final name, durably. */
export async function takePlace(draft: string, path: string): Promise<void> {
  await rename(draft, path);
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
