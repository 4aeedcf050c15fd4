import { AGE_BANDS, FEED_FORMATS, TAXII_MEDIA_TYPE, keysOf } from '#libs/contracts';
import type { RequestPage } from '#libs/contracts';
import type { ProvidersEnds } from './providers-ends.js';
import type { OneCase } from './one-case.js';
import type { Product } from './product.js';

export const PROVIDERS = ['Viễn thông Sông Hồng', 'Mạng Tây Nguyên', 'Lưu trữ Ban Mai', 'Nền tảng Bạn Trẻ'] as const;
export const SCHOOL = 'Bộ lọc trường mẫu';

/** Where the outward forms are read: an installation with the cases it has, and the servers it sends to. */
export interface Outside {
  readonly product: Product;
  readonly ends: ProvidersEnds;
  readonly cases: readonly OneCase[];
}

/** A form in which something leaves the house: every answer of it as one text, whole, with the headers that say something. */
export interface OutwardForm {
  readonly name: string;
  readonly read: (outside: Outside) => Promise<string[]>;
}

const SAYS = /^(x-lachan-|x-taxii-|etag$|content-|cache-control$|location$|link$)/;

async function answerOf(product: Product, who: string | null, path: string, headers = {}): Promise<string> {
  const answer = await product.call(who, path, { headers });
  if (answer.status !== 200) throw new Error(`${path} as ${String(who)}: ${String(answer.status)} ${answer.text}`);
  const said = [...answer.headers].filter(([name]) => SAYS.test(name)).map(([name, value]) => `${name}: ${value}`);
  return [path, String(answer.status), ...said, answer.text.replaceAll(product.url, 'URL')].join('\n');
}

/** One after the other: a key may have only so many whole lists open at once. */
async function each<T>(of: readonly T[], read: (one: T) => Promise<string | string[]>): Promise<string[]> {
  const all: string[] = [];
  for (const one of of) all.push(...[await read(one)].flat());
  return all;
}

const itemsOf = async (product: Product, provider: string): Promise<RequestPage['items']> =>
  (await product.ok<RequestPage>(provider, '/requests?wait=0&limit=500')).items;

const taxii = async ({ product }: Outside, who: string): Promise<string[]> => {
  const headers = { accept: TAXII_MEDIA_TYPE };
  const { collections } = await product.ok<{ collections: { id: string }[] }>(who, 'taxii2/lists/collections', {
    headers,
  });
  const paths = collections.flatMap(({ id }) => [
    `taxii2/lists/collections/${id}`,
    `taxii2/lists/collections/${id}/objects?match[version]=all`,
    `taxii2/lists/collections/${id}/manifest`,
  ]);
  return each(['taxii2', 'taxii2/lists', 'taxii2/lists/collections', ...paths], (path) =>
    answerOf(product, who, path, headers),
  );
};

/**
 * Every form in which an order or a report is told to somebody outside. What is built later stands here too: the test that compares
 * the bytes then asks of it what it asks of all.
 */
export const OUTWARD_FORMS: readonly OutwardForm[] = [
  {
    name: 'the feed',
    read: ({ product }) => each(PROVIDERS, (who) => answerOf(product, who, '/requests?wait=0&limit=500')),
  },
  {
    name: 'one request',
    read: ({ product }) =>
      each(PROVIDERS, async (who) =>
        each([...new Set((await itemsOf(product, who)).map(({ id }) => id))], (id) =>
          answerOf(product, who, `/requests/${id}`),
        ),
      ),
  },
  {
    name: 'the snapshot',
    read: ({ product }) => each(PROVIDERS, (who) => answerOf(product, who, '/requests/snapshot')),
  },
  ...keysOf(FEED_FORMATS).map((format) => ({
    name: `the list as ${format}`,
    read: ({ product }: Outside) =>
      each([...PROVIDERS, SCHOOL], (who) => {
        const bands = who === SCHOOL ? keysOf(AGE_BANDS).map((band) => `?ageBand=${band}`) : [];
        return each(['', ...bands], (band) =>
          answerOf(product, who, `/feeds/${format}${band}`, { 'accept-encoding': 'identity' }),
        );
      }),
  })),
  { name: 'TAXII objects', read: (outside) => each([...PROVIDERS, SCHOOL], (who) => taxii(outside, who)) },
  {
    // Its id is the platform's to know a repetition by: the same on both sides, and so is the signature.
    name: 'notices to a platform’s server',
    read: async ({ product, ends }) => {
      const wanted = (await itemsOf(product, 'Lưu trữ Ban Mai')).length;
      const notices = await product.until('the notices', () => {
        const came = ends.came.filter(({ path }) => path === '/notices');
        return Promise.resolve(
          new Set(came.map(({ headers }) => headers['webhook-id'])).size >= wanted ? came : undefined,
        );
      });
      return notices.map((one) => JSON.stringify(one)).sort();
    },
  },
  {
    // How often it rang on the way is chance; each ring has an id of its own, which the signature covers.
    name: 'the doorbell',
    read: async ({ product, ends }) => {
      const head = Math.max(...(await itemsOf(product, 'Mạng Tây Nguyên')).map(({ sequence }) => sequence));
      const rings = await product.until('the doorbell', () => {
        const came = ends.came.filter(({ path }) => path === '/doorbell');
        return Promise.resolve(came.some(({ body }) => body.includes(`"sequence":${String(head)}`)) ? came : undefined);
      });
      const last = rings.find(({ body }) => body.includes(`"sequence":${String(head)}`));
      return [JSON.stringify({ ...last, headers: Object.keys(last?.headers ?? {}).sort() })];
    },
  },
  {
    // The page says the same view in words of its own.
    name: 'the receipt',
    read: ({ product, cases }) =>
      each(cases, async ({ receipt }) =>
        // The code is its reporter’s own.
        (await answerOf(product, null, `/receipts/${receipt}`)).replace(receipt, 'RECEIPT'),
      ),
  },
  {
    name: '“is this request genuine?”',
    read: ({ product, cases }) =>
      each(cases, async (one) => answerOf(product, null, `/genuine/${(await one.order()).reference}`)),
  },
];
