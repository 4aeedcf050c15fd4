import { createHmac } from 'node:crypto';

/**
 * The headers of the Standard Webhooks specification: an id that stays the same over every try, the second of this try, and
 * one `v1` signature for each secret, so that a receiver may hold the old one or the new one while they are exchanged.
 * @param seconds since 1970.
 */
export function signedHeaders(
  secrets: readonly string[],
  id: string,
  seconds: number,
  body: string,
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    return `v1,${createHmac('sha256', key)
      .update(`${id}.${String(seconds)}.${body}`)
      .digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signatures.join(' ') };
}
