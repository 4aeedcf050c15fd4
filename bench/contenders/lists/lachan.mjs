// The product as it runs, asked by a provider's key for its list: who asks is looked up, and so is whether anything changed, each time.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { proposedCases } from '../../lib/cases.mjs';
import { startProduct } from '../../lib/product.mjs';
import { seedRequests } from '../../lib/seed.mjs';
import { gets } from './gets.mjs';

const PROVIDER = 'mang-tay-nguyen';
const PATH = '/api/v1/feeds/domains';
let product;
let client;
let size;

export const setup = async ({ databaseUrl, params }) => {
  product = await startProduct(databaseUrl);
  // One request walks all the way: the others are copies of its rows.
  const [{ approve }] = await proposedCases(product, 1, 'mau');
  await approve();
  await product.idle();
  const provider = product.withKey('provider', 'Mạng Tây Nguyên');
  await provider.ok('GET', '/requests');
  await product.idle();
  await seedRequests(product.database, { requests: params.entries - 1, provider: PROVIDER });
  client = gets(product.url, PATH, params.connections, {
    authorization: `Bearer ${product.key('provider', 'Mạng Tây Nguyên')}`,
  });
  // The first asking makes the list; it is what the peers serve too.
  const { body, headers } = await client.get();
  const text = gunzipSync(body);
  if (createHash('sha256').update(text).digest('hex') !== headers['x-lachan-sha256'])
    throw new Error('another list than was said');
  const entries = text
    .toString()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#')).length;
  if (entries !== params.entries) throw new Error(`${entries} entries, ${params.entries} wanted`);
  writeFileSync(params.file, text);
  writeFileSync(`${params.file}.gz`, body);
  size = body.length;
};

export const round = async ({ params }) => client.round(params, size);
export const teardown = async () => {
  client?.close();
  await product?.stop();
};
