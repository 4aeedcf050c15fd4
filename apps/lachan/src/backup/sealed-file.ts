import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { z } from 'zod';

/** Clear bytes in one frame of the file. */
const FRAME = 1024 * 1024;
const TAG = 16;
const MAGIC = 'LACHAN-BACKUP 1\n';

/** What a backup says of itself before anything of it is opened. Nothing in it is secret, all of it is authenticated. */
export const BackupHeader = z.strictObject({
  kind: z.enum(['log', 'keys']),
  createdAt: z.iso.datetime(),
  /** The newest event in it; of a file of keys: the newest event there was. */
  head: z.int().min(0),
  /** Fingerprint of the master key it was made under: which installation it is of. */
  installation: z.string(),
  mode: z.enum(['demo', 'production']),
  tables: z.array(z.string()),
  /** SHA-256 over the migrations that the tables were made by: it goes into the same tables only. */
  schema: z.string(),
  /** Makes the file's own key out of the master key. Base64, 32 bytes. */
  salt: z.string(),
});
export type BackupHeader = z.infer<typeof BackupHeader>;

/** A file that is not a backup, was cut off, was changed, or belongs to another installation. */
export class BackupUnreadable extends Error {
  override readonly name = 'BackupUnreadable';
}

export const newSalt = (): string => randomBytes(32).toString('base64');

const keyOf = (master: Buffer, { salt }: BackupHeader): Buffer =>
  Buffer.from(hkdfSync('sha256', master, Buffer.from(salt, 'base64'), 'lachan backup', 32));

/** Frames are numbered, and the last one says that it is: a file that was cut off, or put together anew, does not open. */
const nonceOf = (frame: number, last: boolean): Buffer => {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(frame));
  nonce[8] = last ? 1 : 0;
  return nonce;
};

async function* inFrames(clear: AsyncIterable<Buffer>): AsyncGenerator<{ bytes: Buffer; last: boolean }> {
  let parts: Buffer[] = [];
  let size = 0;
  for await (const part of clear) {
    parts.push(part);
    size += part.length;
    // One byte more than a frame: what is given out here is never the last one.
    while (size > FRAME) {
      const all = Buffer.concat(parts, size);
      yield { bytes: all.subarray(0, FRAME), last: false };
      parts = [all.subarray(FRAME)];
      size -= FRAME;
    }
  }
  yield { bytes: Buffer.concat(parts, size), last: true };
}

/** The bytes of a file: the header in clear, then AES-256-GCM frames under a key of this file's own. */
export async function* seal(
  master: Buffer,
  header: BackupHeader,
  clear: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  const head = Buffer.from(`${MAGIC}${JSON.stringify(header)}\n`, 'utf8');
  yield head;
  const key = keyOf(master, header);
  const aad = createHash('sha256').update(head).digest();
  let frame = 0;
  for await (const { bytes, last } of inFrames(clear)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(frame, last)).setAAD(aad);
    const sealed = Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    const length = Buffer.alloc(5);
    length.writeUInt32BE(sealed.length);
    length[4] = last ? 1 : 0;
    yield length;
    yield sealed;
    frame += 1;
  }
}

/** Takes exactly so many bytes from what is read, or up to a newline. */
class Taking {
  #rest: Buffer = Buffer.alloc(0);
  readonly #from: AsyncIterator<Buffer>;

  constructor(from: AsyncIterable<Buffer>) {
    this.#from = from[Symbol.asyncIterator]();
  }

  async line(): Promise<Buffer> {
    for (let seen = 0; ;) {
      const end = this.#rest.indexOf(10, seen);
      if (end >= 0) return this.exactly(end + 1);
      seen = this.#rest.length;
      if (seen > 1024 * 1024 || !(await this.#more())) throw new BackupUnreadable('it is not a backup of Lá Chắn');
    }
  }

  async exactly(bytes: number): Promise<Buffer> {
    while (this.#rest.length < bytes) {
      if (!(await this.#more())) throw new BackupUnreadable('it is cut off: its last part is missing');
    }
    const taken = this.#rest.subarray(0, bytes);
    this.#rest = this.#rest.subarray(bytes);
    return taken;
  }

  async nothingLeft(): Promise<boolean> {
    return this.#rest.length === 0 && !(await this.#more());
  }

  async #more(): Promise<boolean> {
    const next = await this.#from.next();
    if (next.done === true) return false;
    this.#rest = Buffer.concat([this.#rest, next.value]);
    return true;
  }
}

const headerIn = (line: Buffer): BackupHeader => {
  try {
    return BackupHeader.parse(JSON.parse(line.toString('utf8')));
  } catch {
    throw new BackupUnreadable('its header cannot be read');
  }
};

/**
 * Reads the header, and gives the clear bytes of the rest as they are asked for; each frame is authenticated before any of it is given out.
 * @throws {BackupUnreadable} also in the middle of the bytes.
 */
export async function open(
  file: AsyncIterable<Buffer>,
): Promise<{ header: BackupHeader; clear: (master: Buffer) => AsyncGenerator<Buffer> }> {
  const taking = new Taking(file);
  const magic = await taking.line();
  if (magic.toString('utf8') !== MAGIC) throw new BackupUnreadable('it is not a backup of Lá Chắn');
  const line = await taking.line();
  const header = headerIn(line);
  const aad = createHash('sha256').update(magic).update(line).digest();
  return {
    header,
    clear: async function* (master) {
      const key = keyOf(master, header);
      for (let frame = 0, last = false; !last; frame += 1) {
        const length = await taking.exactly(5);
        const size = length.readUInt32BE();
        if (size < TAG || size > FRAME + TAG) throw new BackupUnreadable('it was changed: a length is impossible');
        last = length[4] === 1;
        const sealed = await taking.exactly(size);
        const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(frame, last)).setAAD(aad);
        decipher.setAuthTag(sealed.subarray(size - TAG));
        const bytes = decipher.update(sealed.subarray(0, size - TAG));
        try {
          decipher.final();
        } catch {
          throw new BackupUnreadable('it was changed, or was made under another master key');
        }
        yield bytes;
      }
      if (!(await taking.nothingLeft())) throw new BackupUnreadable('something was added behind its end');
    },
  };
}
