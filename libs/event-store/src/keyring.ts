import { createHmac } from 'node:crypto';
import { openBytes, openText, sealBytes, sealText } from './aead.js';
import { openAesGcm } from './aes-gcm.js';
import { randomBytesPooled } from './random-pool.js';

/**
 * What stands before a wrapped key since ADR 48. What was wrapped before begins with a random nonce; that it is these four bytes is as likely as
 * guessing 32 bits.
 */
const MARK = Buffer.from('xcp1', 'latin1');

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
    return Buffer.concat([MARK, sealBytes(this.#master, key, id)]);
  }

  unwrap(id: string, wrapped: Buffer): Buffer {
    return wrapped.subarray(0, MARK.length).equals(MARK)
      ? openBytes(this.#master, wrapped.subarray(MARK.length), id)
      : openAesGcm(this.#master, wrapped, id);
  }

  /** Base64 of nonce | ciphertext | tag of XChaCha20-Poly1305. */
  seal(key: Buffer, clear: string, aad: string): string {
    return sealText(key, clear, aad);
  }

  /** Throws when the key, the text or the additional data are not those of the sealing. */
  open(key: Buffer, sealed: string, aad: string): string {
    return openText(key, sealed, aad);
  }

  /** What `seal` made before ADR 48. */
  openFormer(key: Buffer, sealed: string, aad: string): string {
    return openAesGcm(key, Buffer.from(sealed, 'base64'), aad).toString();
  }
}
