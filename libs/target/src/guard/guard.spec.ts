import { describe, expect, it } from '@jest/globals';
import { accepted } from '../../test/text.js';
import { ACTIONS } from '../scope.js';
import type { Action } from '../scope.js';
import type { GuardEntry } from './entry.js';
import { guard } from './guard.js';

const CONTENT: readonly Action[] = ['remove-content', 'stop-sharing'];
const NAME: readonly Action[] = ['block-host', 'block-domain'];

function verdict(text: string, action: Action, entries?: readonly GuardEntry[]): string {
  const answer = guard(accepted(text), action, entries === undefined ? undefined : { entries });
  return answer.verdict === 'allowed' ? 'allowed' : `${answer.reason} ${answer.entry.kind} ${answer.entry.name}`;
}

describe('a site that nobody guards', () => {
  it.each(ACTIONS)('may be the target of %s', (action) => {
    expect(verdict('https://trang.example/muc/1', action)).toBe('allowed');
    expect(verdict('https://trang.example/', action)).toBe('allowed');
  });

  it('may be blocked below a private suffix, where each name is its own site', () => {
    for (const host of [
      'ten.github.io',
      'ten.blogspot.com',
      'ten.wordpress.com',
      'ten.tumblr.com',
      'ten.pages.dev',
      'd111111abcdef8.cloudfront.net',
    ]) {
      expect(verdict(`https://${host}/`, 'block-host')).toBe('allowed');
    }
    expect(verdict('https://ten.github.io/', 'block-domain')).toBe('allowed');
  });
});

describe('content-level actions', () => {
  it.each(CONTENT)('%s is fine for one item, wherever it lies', (action) => {
    for (const text of [
      'https://www.youtube.com/watch?v=dQw4w9WgXcQ',
      'https://www.facebook.com/ten/posts/9876543210987',
      'https://drive.google.com/file/d/1AbCdEfGhIjKlMnOpQrStUvWxYz/view',
      'https://ten-truong.edu.vn/bai/1',
      'https://vnexpress.net/bai-1.html',
      'https://203.0.113.7/anh/1.jpg',
    ]) {
      expect(verdict(text, action)).toBe('allowed');
    }
  });

  it.each(CONTENT)('%s of a whole guarded host is stopped', (action) => {
    expect(verdict('https://www.facebook.com/', action)).toBe('whole-guarded-host platform facebook.com');
    expect(verdict('https://vietcombank.com.vn', action)).toBe('whole-guarded-host bank vietcombank.com.vn');
    expect(verdict('https://github.io/', action)).toBe('whole-guarded-host cloud github.io');
  });

  it('a bare IP address may still be asked of its hoster: nothing else can be done there', () => {
    expect(verdict('https://203.0.113.7/', 'remove-content')).toBe('allowed');
  });
});

describe('block-url', () => {
  it('is allowed on a guarded platform for one item only', () => {
    expect(verdict('https://www.youtube.com/watch?v=dQw4w9WgXcQ', 'block-url')).toBe('allowed');
    expect(verdict('https://t.me/ten_kenh/5', 'block-url')).toBe('allowed');
    expect(verdict('https://www.youtube.com/feed/trending', 'block-url')).toBe('not-one-item platform youtube.com');
    expect(verdict('https://www.facebook.com/marketplace/', 'block-url')).toBe('not-one-item platform facebook.com');
  });

  it('of a page on a guarded host without platform rules is allowed, its front page never', () => {
    expect(verdict('https://www.reddit.com/r/abc/comments/1abc/', 'block-url')).toBe('allowed');
    for (const path of [
      '',
      '/',
      '/?a=1',
      '/#x',
      '/index.html',
      '/home',
      '/login',
      '//',
      '/./',
      '/%2e/',
      '/a/..',
      '/%69ndex.php',
    ]) {
      expect(verdict(`https://www.reddit.com${path}`, 'block-url')).toBe('whole-guarded-host platform reddit.com');
    }
  });

  it.each([
    ['https://dichvucong.gov.vn/trang/1', 'e-government'],
    ['https://cong-bo.toaan.gov.vn/1', 'government'],
    ['https://vietcombank.com.vn/trang/1', 'bank'],
    ['https://momo.vn/trang', 'payment'],
    ['https://benhvienk.vn/tin/1', 'health'],
    ['https://tongdai111.vn/tin/1', 'child-protection'],
    ['https://cdn.jsdelivr.net/npm/goi@1/tep.js', 'cdn'],
    ['https://dns.google/resolve?name=a', 'resolver'],
    ['https://r3.o.lencr.org/x', 'infrastructure'],
    ['https://vnexpress.net/bai-1.html', 'press'],
  ])('%s is stopped: nothing of a %s goes on a filter list', (text, kind) => {
    expect(verdict(text, 'block-url')).toMatch(new RegExp(`^never-by-filter ${kind} `));
  });

  it('of a page on an IP address or below a public suffix is one URL and allowed, the root is not', () => {
    expect(verdict('http://203.0.113.7/muc/1', 'block-url')).toBe('allowed');
    expect(verdict('http://203.0.113.7/', 'block-url')).toBe('whole-guarded-host ip-address 203.0.113.7');
  });
});

describe('block-host and block-domain', () => {
  it.each(NAME)('%s of a guarded name is stopped', (action) => {
    expect(verdict('https://facebook.com/ten/posts/9876543210987', action)).toBe('guarded-name platform facebook.com');
    expect(verdict('https://bit.ly/abc', action)).toBe('guarded-name short-link bit.ly');
    expect(verdict('https://viettel.com.vn/x', action)).toBe('guarded-name provider viettel.com.vn');
  });

  it('of a name below a guarded one is stopped', () => {
    expect(verdict('https://m.facebook.com/', 'block-host')).toBe('below-guarded-name platform facebook.com');
    expect(verdict('https://phuong-x.hanoi.gov.vn/', 'block-host')).toBe('below-guarded-name government hanoi.gov.vn');
    expect(verdict('https://xa-moi-lap.gov.vn/', 'block-domain')).toBe('below-guarded-name government gov.vn');
    expect(verdict('https://ten-truong.edu.vn/', 'block-host')).toBe('below-guarded-name education edu.vn');
  });

  it('of a name above a guarded one is stopped: it would go dark with it', () => {
    expect(verdict('https://jquery.com/', 'block-domain')).toBe('above-guarded-name cdn code.jquery.com');
    expect(verdict('https://plugins.jquery.com/', 'block-domain')).toBe('above-guarded-name cdn code.jquery.com');
    expect(verdict('https://mit.edu/', 'block-host')).toBe('above-guarded-name education scratch.mit.edu');
    expect(verdict('https://plugins.jquery.com/', 'block-host')).toBe('allowed');
  });

  it('of a name whose registrable domain is guarded as a name only is stopped at the domain', () => {
    expect(verdict('https://ten.wordpress.com/', 'block-domain')).toBe('guarded-name platform wordpress.com');
  });

  it('of a public or private suffix, an IP address or a single label is stopped by rule', () => {
    expect(verdict('https://com.vn/', 'block-host')).toMatch(/^guarded-name public-suffix com\.vn|^above-guarded-name/);
    expect(verdict('https://lamdong.vn/', 'block-host')).toBe('guarded-name public-suffix lamdong.vn');
    expect(verdict('https://ngrok.io/', 'block-host')).toBe('guarded-name private-suffix ngrok.io');
    expect(verdict('https://203.0.113.7/', 'block-host')).toBe('guarded-name ip-address 203.0.113.7');
    expect(verdict('https://[2001:db8::7]/', 'block-host')).toBe('guarded-name ip-address [2001:db8::7]');
    expect(verdict('http://3405803783/', 'block-host')).toBe('guarded-name ip-address 203.0.113.7');
    expect(verdict('https://may-chu/', 'block-host')).toBe('guarded-name public-suffix may-chu');
    expect(verdict('https://lamdong.vn/', 'block-domain')).toBe('no-such-scope public-suffix lamdong.vn');
    expect(verdict('https://203.0.113.7/', 'block-domain')).toBe('no-such-scope ip-address 203.0.113.7');
  });

  it('sees through spelling', () => {
    for (const text of [
      'https://FaceBook.com./',
      'hxxps://facebook[.]com/',
      'https://ｆａｃｅｂｏｏｋ.com/',
      'https://ten@facebook.com:8443/',
      'https://face\u200bbook.com/',
    ]) {
      expect(verdict(text, 'block-host')).toBe('guarded-name platform facebook.com');
    }
  });
});

describe('restrict-age', () => {
  it('of a host is judged as a host, of a page as a URL', () => {
    expect(verdict('https://www.roblox.com/', 'restrict-age')).toBe('below-guarded-name platform roblox.com');
    expect(verdict('https://www.reddit.com/r/abc/comments/1abc/', 'restrict-age')).toBe('allowed');
    expect(verdict('https://tro-choi.example/', 'restrict-age')).toBe('allowed');
  });
});

describe('what the installation adds', () => {
  const entries: readonly GuardEntry[] = [
    { name: '*.la-chan.example.', kind: 'system', source: 'this installation' },
    { name: 'TrườngHọc.example', kind: 'education', source: 'register' },
    { name: 'cho-thue.example', kind: 'cloud', source: 'register', covers: 'name-only' },
  ];

  it('is guarded as the list is, however the register wrote it', () => {
    expect(verdict('https://api.la-chan.example/', 'block-host', entries)).toBe(
      'below-guarded-name system *.la-chan.example.',
    );
    expect(verdict('https://trườnghọc.example/', 'block-host', entries)).toBe(
      'guarded-name education TrườngHọc.example',
    );
    expect(verdict('https://cho-thue.example/', 'block-host', entries)).toBe('guarded-name cloud cho-thue.example');
    expect(verdict('https://khach.cho-thue.example/', 'block-host', entries)).toBe('allowed');
    expect(verdict('https://api.la-chan.example/', 'block-host')).toBe('allowed');
  });

  it('stops every action on the system itself, content-level too', () => {
    for (const action of ACTIONS)
      expect(guard(accepted('https://la-chan.example/bao-cao/1'), action, { entries }).verdict).toBe('stopped');
  });

  it('names the entry and its source, for the screen and for the record of refused attempts', () => {
    expect(guard(accepted('https://m.facebook.com/'), 'block-host')).toEqual({
      verdict: 'stopped',
      reason: 'below-guarded-name',
      entry: { name: 'facebook.com', kind: 'platform', source: expect.stringMatching(/^Facebook: .+/) },
    });
  });
});
