import { describe, expect, it } from '@jest/globals';
import { accepted } from '../test/text.js';
import { ACTIONS, scopeOf } from './scope.js';

describe('what a request names', () => {
  const page = accepted('hxxps://www.Example[.]com/a%2Fb?utm_source=x#muc');
  const host = accepted('www.example.com');

  it('is the URL as reported for content and URL actions, never the canonical one', () => {
    for (const action of ['remove-content', 'stop-sharing', 'block-url'] as const) {
      expect(scopeOf(page, action)).toEqual({ url: 'https://www.example.com/a%2Fb?utm_source=x#muc' });
    }
  });

  it('is the host for block-host and the registrable domain for block-domain', () => {
    expect(scopeOf(page, 'block-host')).toEqual({ host: 'www.example.com' });
    expect(scopeOf(page, 'block-domain')).toEqual({ domain: 'example.com' });
    expect(scopeOf(accepted('https://ten.github.io/x'), 'block-domain')).toEqual({ domain: 'ten.github.io' });
  });

  it('follows the report for an age restriction', () => {
    expect(scopeOf(page, 'restrict-age')).toHaveProperty('url');
    expect(scopeOf(host, 'restrict-age')).toEqual({ host: 'www.example.com' });
  });

  it('is nothing where there is no registrable domain', () => {
    for (const text of ['http://203.0.113.7/x', 'https://com.vn/', 'http://may-chu/']) {
      expect(scopeOf(accepted(text), 'block-domain')).toBeNull();
    }
  });

  it('names exactly one thing for every action', () => {
    for (const action of ACTIONS) expect(Object.keys(scopeOf(page, action) ?? {})).toHaveLength(1);
  });
});
