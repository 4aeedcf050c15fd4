import { proposedCases } from '../../lib/cases.mjs';
import { caller } from '../../lib/http-load.mjs';
import { startProduct } from '../../lib/product.mjs';
import { moreProviders } from '../../lib/providers.mjs';
import { untilAllHaveIt } from './until-all-have-it.mjs';

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
  const { value, got } = await untilAllHaveIt({
    count: params.waiting,
    poll: async (index) => {
      const { key, cursor } = providers[index];
      const path = `/api/v1/requests?wait=30&cursor=${encodeURIComponent(cursor)}`;
      return (await http.call('GET', path, undefined, { authorization: `Bearer ${key}` })).body;
    },
    holds: (text, index) => {
      const page = JSON.parse(text);
      providers[index].cursor = page.cursor;
      return page.items.some(({ target }) => target.host === host);
    },
    waiting,
    settled: () => product.idle(),
    release: approve,
  });
  handed += got;
  await product.idle();
  return { value, correctness: { ok: got === params.waiting, handed } };
};

export const pid = () => product.pid;
export const teardown = async () => {
  http.close();
  await product.stop();
};
