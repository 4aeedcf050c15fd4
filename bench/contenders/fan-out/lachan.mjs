import { setTimeout as pause } from 'node:timers/promises';
import { proposedCases } from '../../lib/cases.mjs';
import { caller } from '../../lib/http-load.mjs';
import { startProduct } from '../../lib/product.mjs';
import { moreProviders } from '../../lib/providers.mjs';

let product;
let providers;
let cases;
let http;
let handed = 0;

export const setup = async ({ databaseUrl, params }) => {
  product = await startProduct(databaseUrl);
  providers = await moreProviders(product, params.waiting);
  cases = await proposedCases(product, params.cases, 'toa');
  http = caller(product.url, params.waiting);
  for (const provider of providers) provider.cursor = (await provider.client.ok('GET', '/requests')).cursor;
};

const waiting = async () => {
  const text = await (await fetch(`${product.url}/metrics`)).text();
  return Number(/^lachan_feed_waiters (\d+)/m.exec(text)?.[1]);
};

/** From the approval's first byte until every provider holds the answer that names the host. */
export const round = async ({ params }) => {
  const { host, approve } = cases.shift();
  let last = 0;
  const polls = providers.map(async (provider) => {
    const path = `/api/v1/requests?wait=30&cursor=${encodeURIComponent(provider.cursor)}`;
    const { body } = await http.call('GET', path, undefined, { authorization: `Bearer ${provider.key}` });
    last = performance.now();
    const page = JSON.parse(body);
    provider.cursor = page.cursor;
    return page.items.some(({ target }) => target.host === host);
  });
  while ((await waiting()) < params.waiting) await pause(10);
  await product.idle();
  const from = performance.now();
  await approve();
  const got = (await Promise.all(polls)).filter(Boolean).length;
  handed += got;
  await product.idle();
  return { value: last - from, correctness: { ok: got === params.waiting, handed } };
};

export const pid = () => product.pid;
export const teardown = async () => {
  http.close();
  await product.stop();
};
