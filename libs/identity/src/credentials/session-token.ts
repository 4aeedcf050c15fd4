import { createHash, randomBytes } from 'node:crypto';

/** Name of the session cookie (interfaces.md: people carry a session cookie). */
export const SESSION_COOKIE = 'lachan_session';
/** However active, a session ends after a working day [ours]. Milliseconds. */
export const SESSION_ABSOLUTE = 12 * 60 * 60 * 1000;
/** A session that is not used ends: a screen left open in an office [ours]. Milliseconds. */
export const SESSION_IDLE = 60 * 60 * 1000;

/** A new session token; only its hash is stored, so that a copy of the database opens no session. */
export function newToken(): { text: string; hash: Buffer } {
  const text = randomBytes(32).toString('base64url');
  return { text, hash: hashToken(text) };
}

export const hashToken = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();

/** One cookie's value out of a `Cookie` header; the first when it is sent twice. Null when it is not there. */
export function readCookie(header: string | undefined, name: string): string | null {
  for (const part of header?.split(';') ?? []) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
}

/** `Set-Cookie` for a session. `maxAge` in seconds; 0 removes it. No `Secure` only over plain http on the loopback. */
export function sessionCookie(value: string, options: { maxAge: number; secure: boolean }): string {
  const secure = options.secure ? '; Secure' : '';
  return `${SESSION_COOKIE}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${options.maxAge.toString()}${secure}`;
}
