import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, holdsNul, sortedNames } from './canonical-json.js';

describe('the canonical form', () => {
  it('sorts keys by UTF-16 code units, at every depth, and has no spaces', () => {
    expect(canonicalJson({ b: 1, a: [{ d: null, c: true }], é: 2, '€': 3, '😀': 4, '\ufb33': 5 })).toBe(
      '{"a":[{"c":true,"d":null}],"b":1,"é":2,"€":3,"😀":4,"\ufb33":5}',
    );
  });

  it('sorts few names and many alike', () => {
    const names = fc.uniqueArray(fc.string({ unit: 'grapheme', maxLength: 4 }), { maxLength: 60 });
    fc.assert(
      fc.property(names, (list) => {
        const value = Object.fromEntries(list.map((name) => [name, 1]));
        expect(sortedNames(value)).toEqual(Object.keys(value).sort());
      }),
    );
  });

  it('writes numbers as ECMAScript does', () => {
    expect(canonicalJson([0, -0, 1e21, 1e-7, JSON.parse('333333333.33333329'), 4.5, 2e-3])).toBe(
      '[0,0,1e+21,1e-7,333333333.3333333,4.5,0.002]',
    );
  });

  it('leaves out what is undefined and honours toJSON, as JSON.stringify does', () => {
    expect(canonicalJson({ a: undefined, b: [undefined], c: new Date(0) })).toBe(
      '{"b":[null],"c":"1970-01-01T00:00:00.000Z"}',
    );
  });

  it.each([Number.NaN, Infinity, 1n, Symbol('x'), () => 1, '\ud800', { '\udfff': 1 }])(
    'refuses what JSON cannot say',
    (value) => {
      expect(() => canonicalJson(value)).toThrow(TypeError);
    },
  );

  it('is one text per value, whatever way the value went', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('tells a NUL from a backslash before u0000', () => {
    expect(holdsNul(canonicalJson({ a: '\u0000' }))).toBe(true);
    expect(holdsNul(canonicalJson({ a: '\\\u0000' }))).toBe(true);
    expect(holdsNul(canonicalJson({ a: '\\u0000' }))).toBe(false);
    expect(holdsNul(canonicalJson({ a: 'x\\\\u0000' }))).toBe(false);
  });
});
