import { randomFillSync } from 'node:crypto';

const POOL = Buffer.alloc(8 * 1024);
let used = POOL.length;

/**
 * Fills the target with random bytes for keys, nonces and ids, drawn from the system's generator 8 KiB at a time: asked for twelve bytes each
 * time it costs more than the encryption. Handed out once and wiped here.
 */
export function fillRandom(target: Buffer): void {
  if (target.length > POOL.length) {
    randomFillSync(target);
    return;
  }
  if (used + target.length > POOL.length) {
    randomFillSync(POOL);
    used = 0;
  }
  POOL.copy(target, 0, used, used + target.length);
  POOL.fill(0, used, used + target.length);
  used += target.length;
}

/** Random bytes of a buffer's own. */
export function randomBytesPooled(size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  fillRandom(bytes);
  return bytes;
}
