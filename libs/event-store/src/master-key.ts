import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const BYTES = 32;

function decode(text: string, source: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== BYTES)
    throw new Error(`${source} holds ${key.length.toString()} bytes in base64, it must hold 32`);
  return key;
}

/**
 * The installation's master key: LACHAN_MASTER_KEY (base64) or the file `master.key` (base64, mode 0600) in the data folder, made
 * at the first start. Without it no protected field can ever be read again: it is backed up apart from the database.
 */
export function loadMasterKey(dataDir: string, env: { LACHAN_MASTER_KEY?: string | undefined } = process.env): Buffer {
  if (env.LACHAN_MASTER_KEY) return decode(env.LACHAN_MASTER_KEY, 'LACHAN_MASTER_KEY');
  const path = join(dataDir, 'master.key');
  if (!existsSync(path)) {
    mkdirSync(dataDir, { recursive: true });
    const half = `${path}.${process.pid.toString()}`;
    writeFileSync(half, `${randomBytes(BYTES).toString('base64')}\n`, { mode: 0o600, flush: true });
    try {
      // A link, not a rename: of two processes that start at once, one key wins and both read it.
      linkSync(half, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(half, { force: true });
    }
  }
  chmodSync(path, 0o600);
  return decode(readFileSync(path, 'utf8'), path);
}
