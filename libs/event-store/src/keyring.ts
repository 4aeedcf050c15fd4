import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { randomBytesPooled } from './random-pool.js';

const NONCE = 12;
const TAG = 16;

/** AES-256-GCM; the result is nonce | ciphertext | tag. A text is encrypted as UTF-8. */
function encrypt(key: Buffer, clear: Buffer | string, aad: string): Buffer {
  const nonce = randomBytesPooled(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(aad, 'utf8'));
  const ciphertext = typeof clear === 'string' ? cipher.update(clear, 'utf8') : cipher.update(clear);
  // GCM streams: nothing is left for the end but the tag.
  cipher.final();
  return Buffer.concat([nonce, ciphertext, cipher.getAuthTag()]);
}

/** Throws when the key, the bytes or the additional data are not those of the encryption. */
function decrypt(key: Buffer, sealed: Buffer, aad: string): Buffer {
  if (sealed.length < NONCE + TAG) throw new Error('the ciphertext is shorter than its nonce and tag');
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE));
  decipher.setAAD(Buffer.from(aad, 'utf8'));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  const clear = decipher.update(sealed.subarray(NONCE, sealed.length - TAG));
  // Throws when the tag does not fit; nothing of the text may leave before.
  decipher.final();
  return clear;
}

/**
 * The master key and what is done with it: data keys are wrapped under it, so that a copy of the database alone opens
 * nothing. It holds no state but the key; which data keys exist is the store's business.
 */
export class Keyring {
  readonly #master: Buffer;

  /** @param master 32 bytes, from `master.key` of the data folder or LACHAN_MASTER_KEY. */
  constructor(master: Buffer) {
    if (master.length !== 32) throw new Error(`the master key has ${master.length.toString()} bytes, it must have 32`);
    this.#master = Buffer.from(master);
  }

  /** Tells master keys apart without telling anything about them. */
  fingerprint(): string {
    return createHmac('sha256', this.#master).update('lachan master key').digest('hex').slice(0, 32);
  }

  /** A fresh data key. */
  newKey(): Buffer {
    return randomBytesPooled(32);
  }

  /** Wrapped for the table `keys.data_key`; bound to its id, so that rows cannot be swapped. */
  wrap(id: string, key: Buffer): Buffer {
    return encrypt(this.#master, key, id);
  }

  unwrap(id: string, wrapped: Buffer): Buffer {
    return decrypt(this.#master, wrapped, id);
  }

  seal(key: Buffer, clear: string, aad: string): string {
    return encrypt(key, clear, aad).toString('base64');
  }

  open(key: Buffer, sealed: string, aad: string): string {
    return decrypt(key, Buffer.from(sealed, 'base64'), aad).toString('utf8');
  }
}
