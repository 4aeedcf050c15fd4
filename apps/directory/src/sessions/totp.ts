import { createHmac, timingSafeEqual } from 'node:crypto';

/** Seconds of one time step, and digits of a code: what every authenticator app assumes. */
const STEP = 30;
const DIGITS = 6;
/** Steps a clock may be off, to either side. */
const TOLERANCE = 1;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** 160 bits, as RFC 4226 recommends. */
export const SECRET_BYTES = 20;

/** The code of a secret in one time step (RFC 6238 with HMAC-SHA-1). */
export function codeAt(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0x0f;
  const number = mac.readUInt32BE(offset) & 0x7fffffff;
  return (number % 10 ** DIGITS).toString().padStart(DIGITS, '0');
}

export const stepOf = (moment: Date): number => Math.floor(moment.getTime() / 1000 / STEP);

/** The time step that a code is right for, among those not used yet; null when it is wrong. Compares all in constant time. */
export function matchingStep(secret: Buffer, code: string, moment: Date, lastStep: number): number | null {
  const presented = Buffer.from(code.replaceAll(/\s/g, '').padEnd(DIGITS).slice(0, 64));
  let found: number | null = null;
  for (let step = stepOf(moment) - TOLERANCE; step <= stepOf(moment) + TOLERANCE; step++) {
    const right = Buffer.from(codeAt(secret, step));
    if (presented.length === right.length && timingSafeEqual(presented, right) && step > lastStep) found = step;
  }
  return found;
}

/** RFC 4648 without padding: how people and QR codes carry the secret. */
export function base32(bytes: Buffer): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => ALPHABET[parseInt(five.padEnd(5, '0'), 2)]).join('');
}

/** The `otpauth:` text that authenticator apps read from a QR code. */
export const otpauthUri = (login: string, secret: Buffer): string =>
  `otpauth://totp/${encodeURIComponent(`Lá Chắn:${login}`)}?secret=${base32(secret)}&issuer=${encodeURIComponent('Lá Chắn')}`;
