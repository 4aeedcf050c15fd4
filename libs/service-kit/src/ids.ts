import { createHash, hash } from 'node:crypto';
import { v7 } from 'uuid';
import { randomBytesPooled } from '#libs/event-store';

/** The namespace of every derived id of the product: a UUIDv5 of it is the same on every machine, for ever. */
const NAMESPACE = Buffer.from('6f1c2b0a5d5b5c6e9a513a8d1d1f7f10', 'hex');

/** RFC 9562 §5.5. Written out because an order makes two for each of its providers, and the package takes twice as long. */
function v5(name: string): string {
  const digest = hash('sha1', Buffer.concat([NAMESPACE, Buffer.from(name, 'utf8')]), 'buffer');
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = digest.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

/** The only source of ids and randomness in a service, so that tests can fix it. */
export abstract class Ids {
  /** A new UUIDv7: unique, roughly in order of time. */
  abstract v7(): string;
  /** The UUIDv5 of a name: the same name gives the same id, so a repeated effect is recognised as a repetition. */
  abstract v5(name: string): string;
  /** Unpredictable bytes. */
  abstract random(bytes: number): Buffer;
}

/** Ids from the operating system's randomness. */
export class SystemIds extends Ids {
  #millisecond = 0;
  #sequence = 0;

  /** Those of one millisecond count up from a random number, as RFC 9562 §6.2 suggests: neighbours in time are neighbours in an index. */
  v7(): string {
    const random = randomBytesPooled(16);
    const now = Date.now();
    if (now > this.#millisecond) {
      this.#millisecond = now;
      this.#sequence = random.readUInt32BE(0) >>> 1;
    } else this.#sequence += 1;
    return v7({ random, msecs: this.#millisecond, seq: this.#sequence });
  }

  v5(name: string): string {
    return v5(name);
  }

  random(bytes: number): Buffer {
    return randomBytesPooled(bytes);
  }
}

/** Ids that count up from a seed: the same test gives the same ids, still in UUIDv7's shape and order. */
export class SequentialIds extends SystemIds {
  #count = 0;
  constructor(private readonly seed = 0) {
    super();
  }

  override v7(): string {
    this.#count += 1;
    const tail = `${this.seed.toString(16).padStart(4, '0')}${this.#count.toString(16).padStart(8, '0')}`;
    return `01900000-0000-7000-8000-${tail}`;
  }

  override random(bytes: number): Buffer {
    this.#count += 1;
    const blocks = Array.from({ length: Math.ceil(bytes / 32) }, (_, block) =>
      createHash('sha256')
        .update(`${String(this.seed)}:${String(this.#count)}:${String(block)}`)
        .digest(),
    );
    return Buffer.concat(blocks).subarray(0, bytes);
  }
}
