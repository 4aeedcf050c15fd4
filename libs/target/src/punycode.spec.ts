import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toUnicodeHost } from './punycode.js';

describe('reading A-labels', () => {
  it.each([
    ['xn--ngdy-doa2zl2bh96m.example', 'đườngdây.example'],
    ['xn--mlat-zra.com', 'ümlat.com'],
    ['xn--85x722f.xn--fiqs8s', '食狮.中国'],
    ['example.com', 'example.com'],
    ['xn--.example', 'xn--.example'],
    ['xn--a!b.example', 'xn--a!b.example'],
  ])('%s is %s', (host, shown) => {
    expect(toUnicodeHost(host)).toBe(shown);
  });

  it('undoes what the WHATWG parser wrote', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...Array.from('aăâbđêôơưạảấầẩ食狮мир0-z')), { minLength: 1, maxLength: 12 }),
        (letters) => {
          const label = `x${letters.join('')}x`.normalize('NFC');
          expect(toUnicodeHost(new URL(`http://${label}.example/`).hostname)).toBe(`${label}.example`);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('never throws on labels that nobody encoded', () => {
    fc.assert(
      fc.property(fc.string(), (text) => expect(typeof toUnicodeHost(`xn--${text}`)).toBe('string')),
      { numRuns: 2000 },
    );
  });
});
