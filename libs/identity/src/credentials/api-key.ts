import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const KEY = /^lck_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/;

/** A key as its holder carries it: which one it is, and the proof. */
export interface PresentedKey {
  readonly id: string;
  readonly secret: string;
}

/** SHA-256 is enough here: the secret has 256 random bits, there is nothing to guess from. */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret, 'utf8').digest();

/** A new key `lck_<id>_<secret>`. The text is shown once; what is stored is `id` and `hash`. */
export function newApiKey(): { id: string; text: string; hash: Buffer; prefix: string } {
  const id = randomBytes(8).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  return { id, text: `lck_${id}_${secret}`, hash: hashSecret(secret), prefix: `lck_${id}_${secret.slice(0, 4)}…` };
}

/** Reads `lck_<id>_<secret>`; null when the text cannot be a key of ours. */
export function parseApiKey(text: string): PresentedKey | null {
  const match = KEY.exec(text);
  return match?.[1] !== undefined && match[2] !== undefined ? { id: match[1], secret: match[2] } : null;
}

/** Compares in constant time. */
export function secretMatches(secret: string, hash: Uint8Array): boolean {
  const presented = hashSecret(secret);
  return presented.length === hash.length && timingSafeEqual(presented, hash);
}
