import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { unpackRecords } from './records.js';
import type { BackupRecord } from './records.js';
import { open } from './sealed-file.js';

/** The records of a file, each as soon as its frame was authenticated. The file is read once, in pieces, whatever its size. */
export async function* recordsIn(path: string, master: Buffer): AsyncGenerator<BackupRecord> {
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  try {
    const { clear } = await open(file as AsyncIterable<Buffer>);
    const gunzip = createGunzip();
    const flow = pipeline(Readable.from(clear(master)), gunzip);
    flow.catch(() => undefined);
    yield* unpackRecords(gunzip as AsyncIterable<Buffer>);
    await flow;
  } finally {
    file.destroy();
  }
}
