import { describe, expect, it } from '@jest/globals';
import { newApiKey, parseApiKey, secretMatches } from './api-key.js';
import { readCookie, sessionCookie } from './session-token.js';

describe('a key', () => {
  it('can be read again and proves itself, and its hash does not contain the secret', () => {
    const made = newApiKey();
    const read = parseApiKey(made.text);
    expect(read?.id).toBe(made.id);
    expect(secretMatches(read?.secret ?? '', made.hash)).toBe(true);
    expect(secretMatches(`${read?.secret ?? ''}x`, made.hash)).toBe(false);
    expect(made.prefix.length).toBeLessThan(30);
  });

  it.each([
    '',
    'lck_',
    'lck_0123456789abcdef',
    'lck_0123456789abcdef_short',
    'LCK_0123456789abcdef_' + 'a'.repeat(43),
    'lck_0123456789ABCDEF_' + 'a'.repeat(43),
  ])('is not read from %p', (text) => {
    expect(parseApiKey(text)).toBeNull();
  });
});

describe('cookies', () => {
  it.each([
    ['lachan_session=abc', 'abc'],
    ['a=1; lachan_session=abc; b=2', 'abc'],
    ['a=1;lachan_session = abc', 'abc'],
    ['xlachan_session=abc', null],
    ['lachan_session', null],
    ['', null],
    [undefined, null],
    ['lachan_session=first; lachan_session=second', 'first'],
  ])('%p holds %p', (header, value) => {
    expect(readCookie(header, 'lachan_session')).toBe(value);
  });

  it('are out of reach of scripts and other sites', () => {
    expect(sessionCookie('abc', { maxAge: 60, secure: true })).toBe(
      'lachan_session=abc; Path=/; HttpOnly; SameSite=Strict; Max-Age=60; Secure',
    );
    expect(sessionCookie('', { maxAge: 0, secure: false })).not.toContain('Secure');
  });
});
