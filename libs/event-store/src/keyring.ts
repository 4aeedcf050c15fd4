import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { randomBytesPooled } from './random-pool.js';

const NONCE = 12;
const TAG = 16;

/** Where additional data is written down, one after the other; views of it are dear to make, so those of common lengths are kept. */
const ADDITIONAL = Buffer.allocUnsafeSlow(1024);
const ADDITIONALS: Buffer[] = [];

/** The text in UTF-8, to be used before the next one is asked for. */
function inUtf8(text: string): Buffer {
  // A character takes three bytes at most.
  if (text.length > ADDITIONAL.length / 3) return Buffer.from(text, 'utf8');
  const length = ADDITIONAL.write(text);
  return (ADDITIONALS[length] ??= ADDITIONAL.subarray(0, length));
}

/** AES-256-GCM; the result is nonce | ciphertext | tag. A text is encrypted as UTF-8. */
function encrypt(key: Buffer, clear: Buffer | string, aad: string): Buffer {
  const nonce = randomBytesPooled(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(inUtf8(aad));
  const ciphertext = typeof clear === 'string' ? cipher.update(clear, 'utf8') : cipher.update(clear);
  // GCM streams: nothing is left for the end but the tag.
  cipher.final();
  return Buffer.concat([nonce, ciphertext, cipher.getAuthTag()]);
}

/** Where a ciphertext is put to be opened, one after the other, as additional data is. */
const SEALED = Buffer.allocUnsafeSlow(8 * 1024);
const SEALED_NONCE = SEALED.subarray(0, NONCE);
const SEALED_TAG = Buffer.allocUnsafeSlow(TAG);
const CIPHERTEXTS: Buffer[] = [];

/** Throws when the key, the bytes or the additional data are not those of the encryption. */
function decrypt(key: Buffer, sealed: Buffer, aad: string): Buffer {
  if (sealed.length > SEALED.length) {
    const end = sealed.length - TAG;
    return opened(key, sealed.subarray(0, NONCE), sealed.subarray(NONCE, end), sealed.subarray(end), aad);
  }
  sealed.copy(SEALED);
  return decryptIn(key, sealed.length, aad);
}

/** Opens what was put into SEALED. */
function decryptIn(key: Buffer, length: number, aad: string): Buffer {
  const end = length - TAG;
  if (end < NONCE) throw new Error('the ciphertext is shorter than its nonce and tag');
  SEALED.copy(SEALED_TAG, 0, end, length);
  const ciphertext = (CIPHERTEXTS[end] ??= SEALED.subarray(NONCE, end));
  return opened(key, SEALED_NONCE, ciphertext, SEALED_TAG, aad);
}

function opened(key: Buffer, nonce: Buffer, ciphertext: Buffer, tag: Buffer, aad: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce);
  decipher.setAAD(inUtf8(aad));
  decipher.setAuthTag(tag);
  const clear = decipher.update(ciphertext);
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
    const clear =
      sealed.length < (SEALED.length * 4) / 3
        ? decryptIn(key, SEALED.write(sealed, 'base64'), aad)
        : decrypt(key, Buffer.from(sealed, 'base64'), aad);
    return clear.toString();
  }
}
