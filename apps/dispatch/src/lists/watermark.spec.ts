import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { FEED_FORMATS, keysOf, type FeedFormat } from '#libs/contracts';
import { indicatorOf } from '../taxii/indicator.js';
import { renderList } from './render.js';
import { listReader, taxiiReader, taxiiScope, watermarkOf, watermarksIn, watermarksOf } from './watermark.js';
import type { MarkedKey } from './watermark.js';

const [SECRET, ANOTHER] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
const KEYS: readonly MarkedKey[] = [
  { id: 'k1', role: 'provider', provider: 'mang-a' },
  { id: 'k2', role: 'provider', provider: 'mang-a' },
  { id: 'k3', role: 'school', provider: null },
  { id: 'k4', role: 'sandbox', provider: 'thu-nghiem' },
  { id: 'k5', role: 'channel', provider: null },
];
const KNOWN = watermarksOf(SECRET, KEYS);
const UNTIL = '2026-12-31T00:00:00.000Z';
const ENTRIES = ['a', 'b', 'c'].flatMap((label) =>
  [{ host: `${label}.example` }, { domain: `${label}.test` }, { url: `http://${label}.example/x` }].map((target) => ({
    target,
    open: true,
    until: UNTIL,
    json: { target },
  })),
);
const K2 = listReader.provider('requests', 'mang-a', 'k2');
const list = (format: FeedFormat, reader = K2, secret = SECRET): string =>
  renderList(format, ENTRIES, watermarkOf(secret, reader)).bytes.toString();
const read = async (text: string, pieces = 7): Promise<string[]> => {
  const all = Array.from({ length: Math.ceil(text.length / pieces) }, (_, n) =>
    Buffer.from(text.slice(n * pieces, (n + 1) * pieces)),
  );
  return (await watermarksIn(Readable.from(all), KNOWN)).map(({ key, form }) => `${form} ${key.id}`);
};

describe('a watermark', () => {
  it('is another one for every key, and for another installation', () => {
    expect(watermarkOf(SECRET, K2)).toMatch(/^[0-9a-f]{32}$/);
    expect(watermarkOf(ANOTHER, K2)).not.toBe(watermarkOf(SECRET, K2));
    expect(new Set(KNOWN.keys()).size).toBe(3 * 2 + 1 + 5);
  });

  it.each(keysOf(FEED_FORMATS))('is read back from a list as %s, in pieces of any length', async (format) => {
    for (const pieces of [1, 7, 31, 100_000]) expect(await read(list(format), pieces)).toEqual(['list k2']);
  });

  it.each(keysOf(FEED_FORMATS).filter((format) => format !== 'json'))(
    'is read back from %s when the lines were turned round, or most of them taken away',
    async (format) => {
      const lines = list(format).split('\n');
      expect(await read([...lines].reverse().join('\n'))).toEqual(['list k2']);
      expect(await read(lines.slice(0, 1).join('\n'))).toEqual(['list k2']);
      expect(await read(lines.slice(1).join('\n'))).toEqual([]);
    },
  );

  it('is read back from any one TAXII object of a key, and says the school’s key for every age band', async () => {
    const object = (scope: string, key: string): string => {
      const facts = { uuid: 'e7401433-d138-5bb9-a67c-6c3e1dfb9a94', created: UNTIL, modified: UNTIL, lifted: false };
      const order = { reference: 'LC-1', action: 'block-host', target: { host: 'a.example' } };
      const during = { validFrom: UNTIL, validUntil: UNTIL };
      const mark = watermarkOf(SECRET, taxiiReader(scope, key));
      return JSON.stringify(indicatorOf({ ...facts, ...order, ...during }, mark));
    };
    expect(await read(object(taxiiScope.provider('requests', 'mang-a'), 'k1'))).toEqual(['taxii k1']);
    expect(await read(object(taxiiScope.provider('sandbox', 'thu-nghiem'), 'k4'))).toEqual(['taxii k4']);
    expect(await read(object(taxiiScope.school('6-10'), 'k3'))).toEqual(['taxii k3']);
    expect(await read(object(taxiiScope.school(undefined), 'k3'))).toEqual(['taxii k3']);
  });

  it('of several readers is read for each, once', async () => {
    const school = list('hosts', listReader.school('k3'));
    expect(await read(`${list('hosts')}${school}${list('rpz').toUpperCase()}`)).toEqual(['list k2', 'list k3']);
  });

  it('is not seen where none of ours is: another installation’s, a part of one, a longer number', async () => {
    const mark = watermarkOf(SECRET, K2);
    for (const text of [list('hosts', K2, ANOTHER), mark.slice(1), `${mark}0`, `a${mark}`, '', 'f'.repeat(5_000)])
      expect(await read(text)).toEqual([]);
  });
});
