import { createHmac, timingSafeEqual } from 'node:crypto';

/** A signed call may be this much older or newer than our clock (s), as in Standard Webhooks. */
export const WINDOW_SECONDS = 300;

export interface Signed {
  readonly id: string;
  /** Seconds since 1970, as sent. */
  readonly timestamp: string;
  /** One or more `v1,<base64>`, separated by spaces. */
  readonly signature: string;
  readonly body: Buffer;
}

export type SignatureFault = 'missing' | 'out-of-window' | 'no-match';

/**
 * Whether a body was signed with one of the secrets, in the form of Standard Webhooks: HMAC-SHA-256 over `id.timestamp.body`.
 * The id cannot hold a dot, so that two different triples never sign the same text. Compared in constant time.
 */
export function faultOf(signed: Signed, secrets: readonly string[], nowSeconds: number): SignatureFault | null {
  const { id, timestamp, signature, body } = signed;
  if (!/^[\w-]{16,64}$/.test(id) || !/^\d{1,12}$/.test(timestamp) || signature === '') return 'missing';
  if (Math.abs(nowSeconds - Number(timestamp)) > WINDOW_SECONDS) return 'out-of-window';
  const given = signature
    .slice(0, 1_000)
    .split(' ')
    .flatMap((one) => (one.startsWith('v1,') ? [Buffer.from(one.slice('v1,'.length), 'base64')] : []));
  const good = secrets.some((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    const wanted = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
    return given.some((one) => one.length === wanted.length && timingSafeEqual(one, wanted));
  });
  return good ? null : 'no-match';
}
