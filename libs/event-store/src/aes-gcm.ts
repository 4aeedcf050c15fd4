import { createDecipheriv } from 'node:crypto';

const NONCE = 12;
const TAG = 16;

/**
 * Opens what was sealed before ADR 48: nonce | ciphertext | tag of AES-256-GCM. Nothing is sealed so any more.
 * Throws when the key, the octets or the additional data are not those of the sealing.
 */
export function openAesGcm(key: Buffer, sealed: Buffer, additional: string): Buffer {
  if (sealed.length < NONCE + TAG) throw new Error('the ciphertext is shorter than its nonce and tag');
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE));
  decipher.setAAD(Buffer.from(additional, 'utf8')).setAuthTag(sealed.subarray(-TAG));
  const clear = decipher.update(sealed.subarray(NONCE, -TAG));
  // Throws when the tag does not fit; nothing of the text may leave before.
  decipher.final();
  return clear;
}
