import { createCipheriv, hkdfSync } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const WHOLE = '.import';
const PARTIAL = '.part';
const CHUNK = 64 * 1024;

/**
 * Bodies of imports between their arrival and the last row. Files of mode 0600 in the data folder, AES-256-CTR under a key per
 * import: reported links and notes lie on no disk in clear. Removed when the import ends.
 */
export class Spool {
  constructor(
    private readonly folder: string,
    private readonly secret: Buffer,
  ) {}

  /**
   * Writes a body of any length; resolves with its bytes once it is on disk under its final name (file and folder synced).
   * A body that breaks off leaves nothing behind.
   */
  async write(importId: string, body: Readable): Promise<number> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const partial = join(this.folder, `${importId}${PARTIAL}`);
    try {
      await pipeline(body, this.#cipher(importId), createWriteStream(partial, { mode: 0o600, flush: true }));
      await rename(partial, this.#path(importId));
      await this.#syncFolder();
      return (await stat(this.#path(importId))).size;
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
  }

  /** The body as it came, from its beginning, in chunks of at most 64 KiB. */
  async *read(importId: string): AsyncGenerator<Buffer> {
    const decipher = this.#cipher(importId);
    const file = createReadStream(this.#path(importId), { highWaterMark: CHUNK });
    for await (const chunk of file) yield decipher.update(chunk as Buffer);
  }

  async has(importId: string): Promise<boolean> {
    return access(this.#path(importId)).then(
      () => true,
      () => false,
    );
  }

  async remove(importId: string): Promise<void> {
    await rm(this.#path(importId), { force: true });
  }

  /**
   * Removes what no import waits for and nothing was written to since `before`: bodies that broke off with their process, and
   * those whose sender was never told that they were accepted.
   */
  async sweep(waiting: ReadonlySet<string>, before: Date): Promise<void> {
    const names = await readdir(this.folder).catch(() => []);
    for (const name of names) {
      const importId = name.endsWith(WHOLE) ? name.slice(0, -WHOLE.length) : undefined;
      if (!name.endsWith(PARTIAL) && (importId === undefined || waiting.has(importId))) continue;
      const path = join(this.folder, name);
      if ((await stat(path)).mtime < before) await rm(path, { force: true });
    }
  }

  #path(importId: string): string {
    return join(this.folder, `${importId}${WHOLE}`);
  }

  /** Key and counter are derived from the import's id, which is used once: the stream is never repeated. Its own inverse. */
  #cipher(importId: string): ReturnType<typeof createCipheriv> {
    const derived = Buffer.from(hkdfSync('sha256', this.secret, importId, 'lachan intake spool', 48));
    return createCipheriv('aes-256-ctr', derived.subarray(0, 32), derived.subarray(32));
  }

  async #syncFolder(): Promise<void> {
    const folder = await open(this.folder, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }
}
