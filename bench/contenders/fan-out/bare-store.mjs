import pg from 'pg';
import { startBare } from '../../lib/bare-process.mjs';
import { caller } from '../../lib/http-load.mjs';
import { openLachan, prepareLachan } from '../store/lachan-store.mjs';
import { untilAllHaveIt, waitingAt } from './until-all-have-it.mjs';

let server;
let http;
let approver;
let reader;
let approvals = 0;

export const setup = async ({ databaseUrl, params }) => {
  await prepareLachan(databaseUrl);
  const admin = new pg.Client({ connectionString: databaseUrl });
  await admin.connect();
  await admin.query(
    'create table item (provider text, sequence bigint, body jsonb not null, primary key (provider, sequence))',
  );
  await admin.end();
  server = await startBare('contenders/fan-out/bare-store-server.mjs', databaseUrl);
  http = caller(server.url, params.waiting);
  approver = caller(server.url, 1);
  reader = openLachan(databaseUrl, 'dispatch');
};

export const round = async ({ params }) => {
  approvals += 1;
  const host = `toa-${approvals}.example.test`;
  const { value, got } = await untilAllHaveIt({
    count: params.waiting,
    poll: async (index) => (await http.call('GET', `/requests?provider=mang-${index + 1}`)).body,
    holds: (text) => JSON.parse(text).items.some(({ target }) => target.host === host),
    waiting: () => waitingAt(approver),
    release: () => approver.call('POST', `/approve?host=${host}`),
  });
  // An approval, an order, and two events for each request.
  const stored = await reader.store.head();
  const ok = got === params.waiting && stored === approvals * (2 + 2 * params.waiting);
  return { value, correctness: { ok, stored } };
};

export const teardown = async () => {
  http.close();
  approver.close();
  await reader.close();
  await server.stop();
};
