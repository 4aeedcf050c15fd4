import { createCipheriv } from 'node:crypto';

/** As the program before ADR 48 sealed: nonce | ciphertext | tag of AES-256-GCM. */
export function aesGcmSealed(key: Buffer, nonce: Buffer, clear: Buffer, additional: string): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(additional));
  return Buffer.concat([nonce, cipher.update(clear), cipher.final(), cipher.getAuthTag()]);
}
