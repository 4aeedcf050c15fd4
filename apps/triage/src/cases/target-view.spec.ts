import { describe, expect, it } from '@jest/globals';
import { targetView } from './target-view.js';

describe('a target on screen', () => {
  it('is never a link', () => {
    const view = targetView({
      state: 'accepted',
      raw: 'x',
      canonicalUrl: 'https://a.example.test/b',
      requestUrl: 'https://a.example.test/b',
      contentKey: 'url:a.example.test/b',
      host: 'a.example.test',
      domain: 'example.test',
      platform: null,
      flags: ['idn'],
      canonicaliserVersion: '1',
    });

    expect(view).toMatchObject({ defanged: 'hxxps://a[.]example[.]test/b', host: 'a.example.test', flags: ['idn'] });
  });

  it('says why a link could not be read, and nothing once its key was destroyed', () => {
    expect(targetView({ state: 'unparseable', raw: 'trang a.b', reason: 'not-an-address' })).toMatchObject({
      state: 'unparseable',
      url: null,
      flags: ['not-an-address'],
    });
    expect(targetView(null)).toMatchObject({ state: 'none', url: null, defanged: null });
  });
});
