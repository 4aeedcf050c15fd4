import { describe, expect, it } from '@jest/globals';
import { FEED_FORMATS, keysOf, type FeedFormat } from '#libs/contracts';
import { acceptsGzip, listTags, matches } from './negotiation.js';
import { renderList } from './render.js';
import type { ListEntry } from './render.js';

const UNTIL = '2026-12-31T00:00:00.000Z';
const entry = (target: ListEntry['target'], open = true, until = UNTIL): ListEntry => ({
  target,
  open,
  until,
  json: { target },
});
const ENTRIES = [
  entry({ domain: 'b.example' }),
  entry({ host: 'a.example.test' }),
  entry({ url: 'http://c.example.test/x?y=1' }),
  entry({ url: 'http://hidden.example.test/x' }, false),
  entry({ host: 'hidden.example.test' }, false),
];
const OPEN = keysOf(FEED_FORMATS).filter((format) => format !== 'json');
const list = (format: FeedFormat, entries: readonly ListEntry[] = ENTRIES) => renderList(format, entries, 'dấu');
const text = (format: FeedFormat, entries?: readonly ListEntry[]): string => list(format, entries).bytes.toString();
const lines = (...all: string[]): string => [...all, ''].join('\n');

describe('a rendered list', () => {
  it.each<[FeedFormat, string]>([
    ['urls', lines('# dấu', 'http://c.example.test/x?y=1')],
    ['domains', lines('# dấu', '*.b.example', 'a.example.test', 'b.example')],
    [
      'hosts',
      lines(
        '# dấu',
        `0.0.0.0 a.example.test # until ${UNTIL}`,
        `0.0.0.0 b.example # until ${UNTIL}`,
        `:: a.example.test # until ${UNTIL}`,
        `:: b.example # until ${UNTIL}`,
      ),
    ],
    [
      'dnsmasq',
      lines('# dấu', `host-record=a.example.test,0.0.0.0,:: # until ${UNTIL}`, `address=/b.example/ # until ${UNTIL}`),
    ],
    [
      'unbound',
      lines(
        '# dấu',
        'server:',
        `  local-zone: "a.example.test." transparent # until ${UNTIL}`,
        '  local-data: "a.example.test. 60 IN A 0.0.0.0"',
        '  local-data: "a.example.test. 60 IN AAAA ::"',
        `  local-zone: "b.example." always_nxdomain # until ${UNTIL}`,
      ),
    ],
    [
      'rpz',
      lines(
        '; dấu',
        '$TTL 30',
        '@ SOA localhost. root.localhost. 1 300 60 86400 30',
        '@ NS localhost.',
        `a.example.test CNAME . ; until ${UNTIL}`,
        `b.example CNAME . ; until ${UNTIL}`,
        `*.b.example CNAME . ; until ${UNTIL}`,
      ),
    ],
    ['squid-domains', lines('# dấu', `# until ${UNTIL}`, 'a.example.test', `# until ${UNTIL}`, '.b.example')],
    ['squid-urls', lines('# dấu', `# until ${UNTIL}`, '^http://c\\.example\\.test/x\\?y=1$')],
    ['adguard', lines('! dấu', `! until ${UNTIL}`, '|a.example.test^', `! until ${UNTIL}`, '||b.example^')],
  ])('holds in %s what the format can say, exactly, with one watermark on top', (format, expected) => {
    expect(text(format)).toBe(expected);
  });

  it.each(OPEN)('%s has the same bytes whatever order the entries came in', (format) => {
    expect(text(format, [...ENTRIES].reverse())).toBe(text(format));
  });

  it.each(OPEN)('%s never holds what is not open, and counts it with what it cannot express', (format) => {
    expect(text(format)).not.toContain('hidden');
    expect(list(format).leftOut).toBe(format.endsWith('urls') ? 4 : 3);
  });

  it('holds everything as JSON, where the categories that may not be named are not named', () => {
    expect(text('json')).toContain('hidden');
    expect(list('json').leftOut).toBe(0);
  });

  it.each(OPEN)('%s takes no text that would be read as something else, nor a name that is none', (format) => {
    const wrong = [
      'a.test\naddress=/b.test/',
      'a..test',
      'a b.test',
      `${'x'.repeat(64)}.test`,
      '-',
      '1.2.3.4',
      'a.test#',
      '',
    ];
    const entries = wrong.flatMap((name) => [entry({ host: name }), entry({ url: `http://c.test/\n${name}` })]);
    expect(list(format, entries)).toMatchObject({ leftOut: entries.length });
    expect(
      text(format, entries)
        .split('\n')
        .filter((line) => line.includes('.test')),
    ).toEqual([]);
  });

  it('keeps one entry for a name that several requests block, until the last of them ends', () => {
    const [soon, later] = ['2026-12-01T00:00:00.000Z', '2026-12-02T00:00:00.000Z'];
    const twice = [entry({ host: 'a.test' }, true, later), entry({ host: 'a.test' }, true, soon)];
    expect(text('hosts', twice)).toBe(lines('# dấu', `0.0.0.0 a.test # until ${later}`, `:: a.test # until ${later}`));
    expect(text('squid-domains', [...twice, entry({ domain: 'a.test' }), entry({ host: 'b.a.test' })])).toBe(
      lines('# dấu', `# until ${UNTIL}`, '.a.test'),
    );
    const urls = [later, soon].map((end) => entry({ url: 'http://c.test/x' }, true, end));
    expect(text('squid-urls', urls)).toBe(lines('# dấu', `# until ${later}`, '^http://c\\.test/x$'));
  });

  it('leaves out of a zone a name that would be too long below the zone', () => {
    const long = [...Array<string>(4).keys()].map((i) => String(i).repeat(45)).join('.') + '.example.test';
    expect(list('rpz', [entry({ host: long })])).toMatchObject({ leftOut: 1 });
    expect(list('unbound', [entry({ host: long })])).toMatchObject({ leftOut: 0 });
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
