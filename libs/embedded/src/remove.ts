import { existsSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { folderElsewhere } from './cluster.js';
import { lockFolder } from './folder-lock.js';
import { endPostmaster, isAlive, readPidFile, worksIn } from './postmaster.js';

/**
 * Deletes a data folder and everything in it, after ending a server that was left behind. Throws DataFolderInUse when a
 * living process works with it.
 */
export async function removeEmbedded(dataDir: string): Promise<void> {
  if (!existsSync(dataDir)) return;
  const folder = realpathSync(dataDir);
  const lock = await lockFolder(folder);
  const elsewhere = folderElsewhere(folder);
  const cluster = join(elsewhere ?? folder, 'postgres');
  const server = readPidFile(cluster);
  if (server && isAlive(server.pid) && worksIn(server.pid, cluster)) await endPostmaster(server.pid, cluster);
  if (elsewhere !== null) rmSync(elsewhere, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
  await lock.release();
}
