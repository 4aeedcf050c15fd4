import { randomBytes, randomFillSync } from 'node:crypto';

const POOL = Buffer.alloc(8 * 1024);
let used = POOL.length;

/**
 * Random bytes for keys, nonces and ids, drawn from the system's generator 8 KiB at a time: asked for twelve bytes each time it costs
 * more than the encryption. Handed out once and wiped here.
 */
export function randomBytesPooled(size: number): Buffer {
  if (size > POOL.length) return randomBytes(size);
  if (used + size > POOL.length) {
    randomFillSync(POOL);
    used = 0;
  }
  const bytes = Buffer.from(POOL.subarray(used, used + size));
  POOL.fill(0, used, used + size);
  used += size;
  return bytes;
}
