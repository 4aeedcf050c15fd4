import { hash } from 'node:crypto';

const BLOCK = 64;
const DIGEST = 32;

/**
 * HMAC-SHA-256 (RFC 2104) under one key, for texts by the million: two one-shot hashes over padded keys made once take two thirds of the
 * time of a new Hmac object for each text.
 */
export class Hmac {
  readonly #inner: Buffer;
  readonly #outer: Buffer;

  /** @param key at most 64 bytes, the block of SHA-256; a longer one would have to be hashed first. */
  constructor(key: Buffer) {
    if (key.length > BLOCK) throw new Error(`an HMAC key of ${String(key.length)} bytes is longer than a block`);
    this.#inner = Buffer.alloc(BLOCK, 0x36);
    this.#outer = Buffer.alloc(BLOCK + DIGEST, 0x5c);
    for (const [at, byte] of key.entries()) {
      this.#inner[at] = byte ^ 0x36;
      this.#outer[at] = byte ^ 0x5c;
    }
  }

  of(text: string): Buffer {
    const inner = hash('sha256', Buffer.concat([this.#inner, Buffer.from(text, 'utf8')]), 'buffer');
    inner.copy(this.#outer, BLOCK);
    return hash('sha256', this.#outer, 'buffer');
  }
}
