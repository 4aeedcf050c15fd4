import { describe, expect, it } from '@jest/globals';
import { defang, identify, parts } from './index.js';

describe('defang', () => {
  it.each([
    ['https://a.example.com/x.y?z=1.2', 'hxxps://a[.]example[.]com/x.y?z=1.2'],
    ['http://example.com', 'hxxp://example[.]com'],
    ['HTTPS://Example.com/', 'hxxps://Example[.]com/'],
    ['ftp://example.com/x', 'fxp://example[.]com/x'],
    ['example.com/x', 'example[.]com/x'],
    ['http://203.0.113.7:8080/', 'hxxp://203[.]0[.]113[.]7:8080/'],
    ['http://[2001:db8::1]/', 'hxxp://[2001:db8::1]/'],
    ['https://example.com/a[.]b(dot)c', 'hxxps://example[.]com/a%5B.%5Db%28dot%29c'],
    ['', ''],
    ['chữ thường', 'chữ thường'],
  ])('%s is shown as %s', (url, shown) => {
    expect(defang(url)).toBe(shown);
  });

  it('is read back to the same key', () => {
    for (const url of [
      'https://a.example.com/x.y?z=1.2',
      'https://example.com/a[.]b(dot)c',
      'http://[2001:db8::1]/x',
    ]) {
      expect(identify(defang(url))).toMatchObject({ contentKey: (identify(url) as { contentKey: string }).contentKey });
    }
  });
});

describe('parts', () => {
  it('tells the registrable domain from what stands before it', () => {
    expect(parts('https://vietcombank.com.vn.dang-nhap.example:8443/a/b?c=d#e')).toEqual({
      scheme: 'https',
      subdomain: 'vietcombank.com.vn',
      domain: 'dang-nhap.example',
      host: 'vietcombank.com.vn.dang-nhap.example',
      unicodeHost: 'vietcombank.com.vn.dang-nhap.example',
      port: '8443',
      path: '/a/b',
      query: '?c=d',
      fragment: '#e',
    });
  });

  it('leaves userinfo out and shows Unicode beside the A-label', () => {
    expect(parts('https://vietcombank.com.vn@đườngdây.example/')).toMatchObject({
      subdomain: '',
      domain: 'xn--ngdy-doa2zl2bh96m.example',
      unicodeHost: 'đườngdây.example',
    });
  });

  it('has no domain for an IP address and says null for what is no URL', () => {
    expect(parts('http://0x7f.1/')).toMatchObject({ host: '127.0.0.1', domain: null, subdomain: '' });
    expect(parts('không phải')).toBeNull();
  });
});
