import { describe, expect, it } from '@jest/globals';
import { Problem } from '../problem/problem.js';
import { CursorCodec } from './cursor.js';
import { idempotencyKey } from './idempotency-key.js';
import { etagOf, ifMatchVersion } from './if-match.js';
import { acceptLanguage } from './language.js';
import { RouteMethods } from './route-methods.js';

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
  return 'accepted';
};

describe('Accept-Language', () => {
  it.each([
    [undefined, 'vi'],
    ['', 'vi'],
    ['en', 'en'],
    ['en-US,en;q=0.9', 'en'],
    ['vi-VN,vi;q=0.9,en;q=0.8', 'vi'],
    ['en;q=0.8, vi', 'vi'],
    ['fr, en;q=0.1', 'en'],
    ['en;q=0', 'vi'],
    ['*;;;,=', 'vi'],
  ])('%s is answered in %s', (header, language) => {
    expect(acceptLanguage(header)).toBe(language);
  });
});

describe('If-Match', () => {
  it('gives back the version that an ETag was made of', () => {
    expect([etagOf(12), `W/${etagOf(12)}`, ' "12" '].map((header) => ifMatchVersion(header))).toEqual([12, 12, 12]);
  });

  it.each([
    [undefined, 'version-required'],
    ['', 'version-required'],
    ['*', 'invalid-request'],
    ['"1", "2"', 'invalid-request'],
    ['"x"', 'invalid-request'],
    ['"-1"', 'invalid-request'],
    ['"99999999999999999"', 'invalid-request'],
  ])('%s is refused with %s', (header, code) => {
    expect(codeOf(() => ifMatchVersion(header))).toBe(code);
  });
});

describe('Idempotency-Key', () => {
  it('is taken with or without quotes, and may be missing', () => {
    expect([idempotencyKey('"8e03978e"'), idempotencyKey('8e03978e'), idempotencyKey(undefined)]).toEqual([
      '8e03978e',
      '8e03978e',
      undefined,
    ]);
  });

  it.each(['', 'a b', 'ключ', 'x'.repeat(256), ['a', 'b']])('%p is refused', (header) => {
    expect(codeOf(() => idempotencyKey(header))).toBe('invalid-request');
  });
});

describe('a cursor', () => {
  const codec = new CursorCodec(Buffer.alloc(32, 1));
  const cursor = codec.encode('requests:p1', { after: 42 });

  it('gives back the place it was made of, for its own list', () => {
    expect(codec.decode('requests:p1', cursor)).toEqual({ after: 42 });
    expect(codec.decode('requests:p1', undefined)).toBeUndefined();
  });

  it.each([
    ['of somebody else', () => codec.decode('requests:p2', cursor)],
    ['of another installation', () => new CursorCodec(Buffer.alloc(32, 2)).decode('requests:p1', cursor)],
    [
      'with one character changed',
      () => codec.decode('requests:p1', (cursor.startsWith('A') ? 'B' : 'A') + cursor.slice(1)),
    ],
    ['cut short', () => codec.decode('requests:p1', cursor.slice(0, 10))],
    ['made up', () => codec.decode('requests:p1', 'eyJhZnRlciI6NDJ9')],
    ['that is no cursor', () => codec.decode('requests:p1', "' or 1=1 --")],
    ['that is empty', () => codec.decode('requests:p1', '')],
    ['without end', () => codec.decode('requests:p1', 'A'.repeat(100_000))],
  ])('%s is refused', (_what, work) => {
    expect(codeOf(work)).toBe('invalid-cursor');
  });
});

describe('the methods of a path', () => {
  const routes = new RouteMethods();
  routes.add('/cases/:id', 'GET');
  routes.add('/cases/:id', ['DELETE', 'HEAD']);
  routes.add('/feeds/:format.txt', 'GET');
  routes.add('*', 'GET');

  it('are found by its pattern, and none for a path that does not exist', () => {
    expect(routes.of('/cases/7?x=1')).toEqual(['DELETE', 'GET']);
    expect(routes.of('/cases/7/more')).toEqual([]);
    expect(routes.of('/feeds/hosts.txt')).toEqual(['GET']);
    expect(routes.of('/feeds/hostsXtxt')).toEqual([]);
  });
});
