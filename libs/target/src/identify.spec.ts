import { describe, expect, it } from '@jest/globals';
import { accepted } from '../test/text.js';
import { CANONICALISER_VERSION, identify, MAX_LENGTH } from './index.js';

describe('a text as people paste it', () => {
  it.each([
    ['with blanks around', '  \u00a0https://example.com/x\n'],
    ['in angle brackets', '<https://example.com/x>'],
    ['with a full stop after it', 'https://example.com/x.'],
    ['in brackets inside a sentence', '(xem https://example.com/x).'],
    ['in Vietnamese quotes', '“https://example.com/x”'],
    ['as a Markdown emphasis', '**https://example.com/x**'],
    ['after words', 'Trang này: https://example.com/x'],
    ['before words', 'https://example.com/x nhờ các anh chị xử lý'],
    ['defanged', 'hxxps://example[.]com/x'],
    ['defanged all over', 'hxxps[://]example[.]com[/]x'],
    ['defanged with words', 'hxxps://example(dot)com/x'],
    ['defanged with stars', 'h**ps://example.com/x'],
    ['with a zero-width space in the host', 'https://exam\u200bple.com/x'],
    ['with a right-to-left override after it', 'https://example.com/x\u202e'],
    ['with a byte order mark before it', '\ufeffhttps://example.com/x'],
    ['with a soft hyphen in the path', 'https://example.com/\u00adx'],
    ['in fullwidth letters', 'ｈｔｔｐｓ：／／ｅｘａｍｐｌｅ．ｃｏｍ／x'],
    ['with a fullwidth host', 'https://ｅｘａｍｐｌｅ。com/x'],
    ['without scheme', 'example.com/x'],
    ['with slashes only', '//example.com/x'],
    ['with backslashes', 'https:\\\\example.com\\x'],
    ['without its first letter', 'ttps://example.com/x'],
    ['escaped as a whole', 'https%3A%2F%2Fexample.com%2Fx'],
    ['in upper case', 'HTTPS://EXAMPLE.COM/x'],
    ['with the default port', 'https://example.com:443/x'],
    ['with a trailing dot in the host', 'https://example.com./x'],
    ['with a fragment', 'https://example.com/x#muc-2'],
    ['with tracking parameters', 'https://example.com/x?utm_source=zalo&fbclid=abc&zarsrc=30'],
    ['with a password', 'https://ten:matkhau@example.com/x'],
    ['with an escaped letter', 'https://example.com/%78'],
    ['with a letter escaped five times', 'https://example.com/%2525252578'],
    ['with dot segments', 'https://example.com/a/../b/%2e%2e/./x'],
    ['with doubled slashes', 'https://example.com//x'],
    ['over http', 'http://example.com/x'],
    ['view-source', 'view-source:https://example.com/x'],
  ])('%s is one target', (_how, text) => {
    expect(accepted(text).contentKey).toBe('url:example.com/x');
  });

  it('keeps what tells two targets apart', () => {
    const texts = [
      'https://example.com/x',
      'https://www.example.com/x',
      'https://example.com/X',
      'https://example.com/x/',
      'https://example.com/x?',
      'https://example.com/x?a=1',
      'https://example.com/x?a=1&b=2',
      'https://example.com/x?b=2&a=1',
      'https://example.com/x?a=1%26b=2',
      'https://example.com/x?a=1%2B1',
      'https://example.com/x?a=1+1',
      'https://example.com:8443/x',
      'https://example.com/a%3Fx',
      'https://example.com/%C3%A9',
      'https://example.com/e%CC%81',
      'ftp://example.com/x',
    ];
    const keys = texts.map((text) => accepted(text).contentKey);
    expect(new Set(keys).size).toBe(texts.length - 1); // `x?` is `x`
    expect(keys[4]).toBe(keys[0]);
  });

  it('reads a bare host, with or without scheme and slash, as a host', () => {
    for (const text of ['example.com', 'http://example.com', 'https://example.com/', 'EXAMPLE.com.', 'example[.]com']) {
      expect(accepted(text)).toMatchObject({
        contentKey: 'host:example.com',
        canonicalUrl: expect.stringMatching(/^https?:\/\/example\.com\/$/),
      });
    }
    expect(accepted('example.com:8080').contentKey).toBe('url:example.com:8080/');
  });

  it('takes an NFD host for its NFC form and shows both', () => {
    const [nfc, nfd] = [accepted('https://đườngdây.example/'), accepted('https://đườngdây.example/'.normalize('NFD'))];
    expect(nfd.contentKey).toBe(nfc.contentKey);
    expect(nfc).toMatchObject({
      host: 'xn--ngdy-doa2zl2bh96m.example',
      unicodeHost: 'đườngdây.example',
      flags: ['idn'],
    });
  });

  it('carries the URL as the parser reads it to the request, whatever the identity drops', () => {
    const target = accepted('hxxps://Example[.]com/a%2Fb//c?utm_source=x&q=%2541#muc');
    expect(target.requestUrl).toBe('https://example.com/a%2Fb//c?utm_source=x&q=%2541#muc');
    expect(target.canonicalUrl).toBe('https://example.com/a/b/c?q=A');
    expect(target.steps).toEqual(['refanged', 'fragment-dropped', 'tracking-dropped:utm_source']);
    expect(target.version).toBe(CANONICALISER_VERSION);
  });

  it.each([
    ['https://example.com:8443/', 'other-port'],
    ['https://ten@example.com/', 'userinfo'],
    ['https://example.com/#/trang', 'fragment'],
    ['https://exаmple.com/', 'mixed-script'],
    ['https://bit.ly/abc', 'short-link'],
    ['https://vm.tiktok.com/ZSabc123/', 'short-link'],
    ['https://example.com/\u202eabc', 'invisible-marks'],
    ['https://example.com/a%E2%80%8Bb', 'invisible-marks'],
    ['https://github.io/', 'public-suffix'],
    ['http://may-chu/', 'single-label'],
    ['http://abcdefghijklmnop.onion/', 'onion'],
    ['https://example.com/a b', 'inner-whitespace'],
    ['example.com', 'scheme-assumed'],
    ['https://203.0.113.7/', 'ip-address'],
    ['https://www.google.com/url?q=https%3A%2F%2Fexample.com%2Fx', 'link-shim'],
  ])('%s is flagged %s', (text, flag) => {
    expect(accepted(text).flags).toContain(flag);
  });

  it('does not take Vietnamese or East Asian names for imitations', () => {
    for (const host of ['báođiệntử.example', '日本語とabc.example', 'мир.example']) {
      expect(accepted(`https://${host}/`).flags).toEqual(['idn']);
    }
  });

  it('reads the address inside a click counter, as deep as they are nested', () => {
    const inner = 'https://example.com/x?a=1&b=2';
    const once = `https://l.facebook.com/l.php?u=${encodeURIComponent(inner)}&h=AT0`;
    const twice = `https://www.google.com/url?sa=t&url=${encodeURIComponent(once)}`;
    for (const text of [once, twice]) expect(accepted(text).contentKey).toBe(accepted(inner).contentKey);
    expect(accepted(twice).requestUrl).toBe(inner);
    expect(accepted(twice).steps).toEqual(['shim:google-link', 'shim:facebook-link']);
    expect(accepted('https://l.facebook.com/l.php?u=khong-phai').contentKey).toBe(
      'url:l.facebook.com/l.php?u=khong-phai',
    );
  });
});

describe('a text that names nothing', () => {
  it.each([
    ['', 'empty'],
    [' \u200b\n', 'empty'],
    ['...', 'empty'],
    ['https://a.example/ https://b.example/', 'several-addresses'],
    ['https://a.example/\nhttps://b.example/', 'several-addresses'],
    ['ai-do@example.com', 'email-address'],
    ['mailto:ai-do@example.com', 'email-address'],
    ['con tôi bị đe doạ', 'not-an-address'],
    ['hello', 'not-an-address'],
    ['0912345678', 'not-an-address'],
    ['0912.345.678', 'not-an-address'],
    ['20.11.2026', 'not-an-address'],
    ['@ten_tai_khoan', 'not-an-address'],
    ['javascript:alert(1)', 'unsupported-scheme'],
    ['data:text/html,x', 'unsupported-scheme'],
    ['file:///etc/passwd', 'unsupported-scheme'],
    ['tel:113', 'unsupported-scheme'],
    ['/duong-dan', 'no-host'],
    ['?a=1', 'no-host'],
    ['https://', 'no-host'],
    ['https://#x', 'no-host'],
    ['http://./', 'no-host'],
    ['http://exa"mple.com/', 'bad-host'],
    ['http://a;b.example/', 'bad-host'],
    ['http://exa mple.com/', 'parser-refused'],
    ['http://example.com:99999/', 'parser-refused'],
    ['http://xn--zn7c.com/', 'parser-refused'],
    ['http://exa\0mple.com/', 'parser-refused'],
    ['http://exa\ud800mple.com/', 'parser-refused'],
    ['http://256.0.0.1/', 'parser-refused'],
    [`http://${'a'.repeat(64)}.example/`, 'host-too-long'],
    [`http://${'a.'.repeat(130)}example/`, 'host-too-long'],
    [`https://example.com/${'a'.repeat(MAX_LENGTH)}`, 'too-long'],
    [`https://example.com/${'đ'.repeat(MAX_LENGTH / 2)}`, 'too-long'],
  ])('%j is unparseable: %s', (raw, reason) => {
    expect(identify(raw)).toEqual({ state: 'unparseable', reason, raw });
  });

  it('keeps NUL and lone surrogates of a path as escapes, never as themselves', () => {
    expect(accepted('https://example.com/a\0b').canonicalUrl).toBe('https://example.com/a%00b');
    expect(accepted('https://example.com/a\ud800b').canonicalUrl).toBe('https://example.com/a%EF%BF%BDb');
  });

  it('answers hostile texts in linear time', () => {
    const hostile = [
      `https://example.com/%${'25'.repeat(4000)}`,
      `https://example.com/${'('.repeat(4000)}${')'.repeat(4000)}`,
      `https://example.com/${'.'.repeat(8000)}`,
      `https://example.com/?${'&'.repeat(8000)}`,
      `a${' '.repeat(8000)}b`,
      ' http:'.repeat(1300),
      'x'.repeat(10_000_000),
    ];
    const start = performance.now();
    for (let round = 0; round < 20; round += 1) hostile.forEach((text) => identify(text));
    expect(performance.now() - start).toBeLessThan(4000);
  });

  it('reads letters beyond ASCII the same way after many thousands (URL.canParse of Node 20 does not)', () => {
    for (let round = 0; round < 20_000; round += 1) identify(`http://ten-${round}.example/`);
    expect(accepted('http://éhttp/').host).toBe('xn--http-9oa');
  });
});
