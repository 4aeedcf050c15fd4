import { describe, expect, it } from '@jest/globals';
import { CANONICALISER_VERSION, identify } from './index.js';

/**
 * Keys that are stored in the reservations of open cases. When a change of rules makes this test fail, raise
 * CANONICALISER_VERSION first and have the reservations rebuilt; then write the new keys here. A changed key under an
 * unchanged version would open a second case for a known target.
 */
const STORED_UNDER = '1';
const KEYS: Readonly<Record<string, string>> = {
  'https://Example.com/': 'host:example.com',
  'https://example.com:8443/a//b/../c%20d?x=%C3%A9&utm_medium=y#z': 'url:example.com:8443/a/c%20d?x=%C3%A9',
  'http://0x7f.1/%2541': 'url:127.0.0.1/A',
  'http://[2001:DB8::1]/a?b': 'url:[2001:db8::1]/a?b',
  'https://bit.ly/3AbC': 'url:bit.ly/3AbC',
  'ftp://example.com/tep': 'url:ftp://example.com/tep',
  'https://youtu.be/dQw4w9WgXcQ': 'youtube:video:dQw4w9WgXcQ',
  'https://www.facebook.com/ten/posts/9876543210987': 'facebook:post:9876543210987',
  'https://www.tiktok.com/@ten/video/7123456789012345678': 'tiktok:video:7123456789012345678',
  'https://www.instagram.com/reel/CabcdEFG12_/': 'instagram:post:CabcdEFG12_',
  'https://x.com/ten/status/1712345678901234567': 'x:post:1712345678901234567',
  'https://t.me/ten_kenh/123': 'telegram:message:ten_kenh/123',
  'https://zalo.me/0912345678': 'zalo:phone:84912345678',
  'https://drive.google.com/open?id=1AbCdEfGhIjKlMnOpQrStUvWxYz': 'google-drive:item:1AbCdEfGhIjKlMnOpQrStUvWxYz',
};

describe('the canonicaliser’s version', () => {
  it('is the one these keys were stored under', () => {
    expect(CANONICALISER_VERSION).toBe(STORED_UNDER);
  });

  it.each(Object.entries(KEYS))('%s is still %s', (text, contentKey) => {
    expect(identify(text)).toMatchObject({ contentKey, version: STORED_UNDER });
  });
});
