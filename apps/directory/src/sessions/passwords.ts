import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';
import { Problem } from '#libs/service-kit';

/** OWASP's recommendation for argon2id (the library's default variant): 19 MiB, two passes; 39 ms here (findings.md). */
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** More sign-ins than this at once are asked to come again: each one costs 19 MiB and a core. */
const MOST_AT_ONCE = 32;

/**
 * Hashes and checks passwords with argon2id. Letters are composed first (NFC): the same Vietnamese password typed with another
 * keyboard is the same password.
 */
@Injectable()
export class Passwords {
  #running = 0;
  #nobody: Promise<string> | undefined;

  async hash(password: string): Promise<string> {
    return this.#limited(() => hash(password.normalize('NFC'), ARGON2ID));
  }

  /** Whether the password is right. Without a stored hash the same work is done and the answer is no. */
  async matches(password: string, stored: string | undefined): Promise<boolean> {
    this.#nobody ??= hash('nobody has this password', ARGON2ID);
    const against = stored ?? (await this.#nobody);
    const right = await this.#limited(() => verify(against, password.normalize('NFC')));
    return right && stored !== undefined;
  }

  async #limited<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= MOST_AT_ONCE) throw new Problem('too-many-requests', { retryAfter: 2 });
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
    }
  }
}
