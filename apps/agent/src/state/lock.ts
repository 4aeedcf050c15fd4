import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { createServer } from 'node:net';

/** Another agent works with this state folder. */
export class FolderTaken extends Error {
  override readonly name = 'FolderTaken';
  constructor(folder: string) {
    super(`another agent works with ${folder}: one agent for one state folder`);
  }
}

/**
 * Takes a folder for this process. An abstract socket: the kernel frees it the moment its process dies, however it dies, so there is no stale
 * lock and no process number to be mistaken about. Linux; within one network namespace.
 * @throws {FolderTaken}
 */
export function lockFolder(folder: string): Promise<() => Promise<void>> {
  const name = `\0lachan-agent-${createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 32)}`;
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new FolderTaken(folder) : error);
    });
    server.listen(name, () => {
      server.unref();
      resolve(
        () =>
          new Promise((done) => {
            server.close(() => {
              done();
            });
          }),
      );
    });
  });
}
