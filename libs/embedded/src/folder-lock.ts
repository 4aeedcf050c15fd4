import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataFolderInUse } from './errors.js';

const NOTE = 'lachan.pid';

/**
 * Where the lock is held. On Linux an abstract socket: the kernel frees it the moment its process dies, however it dies, so
 * there is no stale lock and no process number to be mistaken about. Elsewhere a socket file, asked before it is replaced.
 * The guarantee holds within one machine (one network namespace); PostgreSQL's own checks stand behind it.
 */
function address(dataDir: string): string {
  const name = `lachan-${createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 32)}`;
  return process.platform === 'linux' ? `\0${name}` : join(tmpdir(), `${name}.sock`);
}

function listen(path: string): Promise<net.Server | null> {
  return new Promise((resolve, reject) => {
    const server = net.createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(path, () => {
      resolve(server.unref());
    });
  });
}

/** True when a living process answers at this socket file. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(path, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

export interface FolderLock {
  release(): Promise<void>;
}

/** Takes the folder for this process or throws {@link DataFolderInUse}. The folder must exist. */
export async function lockFolder(dataDir: string): Promise<FolderLock> {
  const path = address(dataDir);
  let server = await listen(path);
  if (server === null && process.platform !== 'linux' && !(await answers(path))) {
    rmSync(path, { force: true });
    server = await listen(path);
  }
  const note = join(dataDir, NOTE);
  if (server === null) throw new DataFolderInUse(dataDir, readNote(note));
  writeFileSync(note, `${process.pid.toString()}\n`, { mode: 0o644 });
  const held = server;
  return {
    release: () =>
      new Promise((resolve) => {
        rmSync(note, { force: true });
        held.close(() => {
          resolve();
        });
      }),
  };
}

function readNote(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim() || null;
  } catch {
    return null;
  }
}
