import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** How many 8 kB writes a second the disk under `folder` makes durable one after the other: the physical limit of one commit at a time. */
export const syncsPerSecond = (folder, milliseconds = 500) => {
  const made = mkdtempSync(join(folder, 'fdatasync-'));
  const file = openSync(join(made, 'file'), 'w');
  const page = Buffer.alloc(8_192, 1);
  let count = 0;
  const started = performance.now();
  while (performance.now() - started < milliseconds) {
    writeSync(file, page, 0, page.length, 0);
    fdatasyncSync(file);
    count += 1;
  }
  const seconds = (performance.now() - started) / 1_000;
  closeSync(file);
  rmSync(made, { recursive: true });
  return count / seconds;
};
