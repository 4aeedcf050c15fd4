import { describe, expect, it } from '@jest/globals';
import { acceptsGzip, listTags, matches } from './negotiation.js';
import { renderList, watermarkOf } from './render.js';
import type { ListEntry } from './render.js';

const entry = (target: ListEntry['target'], open = true): ListEntry => ({ target, open, json: { target } });
const ENTRIES = [
  entry({ domain: 'b.example' }),
  entry({ host: 'a.example.test' }),
  entry({ url: 'http://c.example.test/x' }),
  entry({ url: 'http://hidden.example.test/x' }, false),
  entry({ host: 'hidden.example.test' }, false),
];
const text = (format: Parameters<typeof renderList>[0], entries: readonly ListEntry[] = ENTRIES): string =>
  renderList(format, entries, 'dấu').bytes.toString('utf8');

describe('a rendered list', () => {
  it('holds what its format can say, sorted, one watermark on top', () => {
    expect(text('urls')).toBe('# dấu\nhttp://c.example.test/x\n');
    expect(text('domains')).toBe('# dấu\n*.b.example\na.example.test\nb.example\n');
    expect(text('hosts')).toBe('# dấu\n0.0.0.0 a.example.test\n0.0.0.0 b.example\n:: a.example.test\n:: b.example\n');
  });

  it('has the same bytes whatever order the entries came in', () => {
    for (const format of ['urls', 'domains', 'hosts'] as const) {
      expect(text(format, [...ENTRIES].reverse())).toBe(text(format));
    }
  });

  it('never holds in an open format what is not open', () => {
    for (const format of ['urls', 'domains', 'hosts'] as const) expect(text(format)).not.toContain('hidden');
    expect(text('json')).toContain('hidden');
  });

  it('carries a mark of its reader that nobody else can make', () => {
    const [secret, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    expect(watermarkOf(secret, 'a')).toBe(watermarkOf(secret, 'a'));
    expect(watermarkOf(secret, 'a')).not.toBe(watermarkOf(secret, 'b'));
    expect(watermarkOf(secret, 'a')).not.toBe(watermarkOf(other, 'a'));
  });
});

describe('negotiation', () => {
  const tags = listTags('0f');

  it.each([
    ['"0f"', true],
    ['"0f-gzip"', true],
    ['W/"0f"', true],
    ['"x", "0f"', true],
    ['*', true],
    ['"0F"', false],
    ['0f', false],
    [undefined, false],
  ])('If-None-Match %s: known %s', (header, known) => {
    expect(matches(header, tags)).toBe(known);
  });

  it.each([
    ['gzip', true],
    ['br, gzip;q=0.5', true],
    ['*', true],
    ['gzip;q=0', false],
    ['gzip;q=0, *', false],
    ['identity', false],
    ['', false],
    [undefined, false],
  ])('Accept-Encoding %s: gzip %s', (header, accepted) => {
    expect(acceptsGzip(header)).toBe(accepted);
  });
});
