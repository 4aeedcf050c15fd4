import { describe, expect, it } from '@jest/globals';
import { identify } from '#libs/target';
import type { AcceptedTarget } from '#libs/contracts';
import { nearDuplicate } from './near-duplicate.js';

const link = (url: string): AcceptedTarget => {
  const target = identify(url);
  if (target.state !== 'accepted') throw new Error(url);
  const { canonicalUrl, requestUrl, contentKey, host, domain, platform, flags, version } = target;
  return {
    ...{ state: 'accepted', raw: url, canonicalUrl, requestUrl, contentKey, host, domain },
    ...{ platform: platform ?? null, flags: [...flags], canonicaliserVersion: version },
  };
};

describe('a near duplicate', () => {
  const page = link('https://a.example.test/dien-dan/chu-de-12?trang=1');

  it('is the same page with other parameters, or a telling path on another host', () => {
    expect(nearDuplicate(page, [link('https://a.example.test/Dien-dan/chu-de-12/?trang=2')])).toBe(
      'same-page-other-query',
    );
    expect(nearDuplicate(page, [null, link('https://b.example.net/dien-dan/chu-de-12')])).toBe('same-path-other-host');
  });

  it('is neither the same item, nor a front page, nor a path that every host has', () => {
    expect(nearDuplicate(page, [page])).toBeUndefined();
    expect(nearDuplicate(link('https://a.example.test/?x=1'), [link('https://a.example.test/?x=2')])).toBeUndefined();
    expect(nearDuplicate(link('https://a.example.test/video'), [link('https://b.example.net/video')])).toBeUndefined();
    expect(nearDuplicate(page, [{ state: 'none' }])).toBeUndefined();
  });
});
