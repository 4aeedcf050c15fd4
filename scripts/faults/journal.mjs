// What clients did and were told, one JSON line each. A line is on disk before the client goes on: an intention before it is
// sent, an acknowledgement before the client counts on it. Lines of the same moment share one fsync.
import { fsync, openSync, closeSync, write } from 'node:fs';
import { promisify } from 'node:util';

const append = promisify(write);
const sync = promisify(fsync);

export const openJournal = (file) => {
  const fd = openSync(file, 'a');
  let waiting = [];
  let running = Promise.resolve();
  const flush = async () => {
    const lines = waiting;
    waiting = [];
    if (lines.length === 0) return;
    try {
      await append(fd, lines.map(({ line }) => line).join(''));
      await sync(fd);
      for (const { resolve } of lines) resolve();
    } catch (error) {
      for (const { reject } of lines) reject(error);
    }
  };
  return {
    file,
    /** Resolves when the entry is on disk. */
    note: (entry) =>
      new Promise((resolve, reject) => {
        waiting.push({ line: `${JSON.stringify(entry)}\n`, resolve, reject });
        running = running.then(flush);
      }),
    close: async () => {
      await running;
      closeSync(fd);
    },
  };
};
