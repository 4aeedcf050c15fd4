import { startBare } from '../../lib/bare-process.mjs';
import { caller, load } from '../../lib/http-load.mjs';
import { openLachan, prepareLachan } from '../store/lachan-store.mjs';
import { reportBody } from './payload.mjs';

let server;
let client;
let reader;
let sent = 0;

export const setup = async ({ databaseUrl, params }) => {
  await prepareLachan(databaseUrl);
  server = await startBare('contenders/report/bare-store-server.mjs', databaseUrl);
  client = caller(server.url, params.connections, { authorization: 'Bearer nobody-looks-at-this' });
  reader = openLachan(databaseUrl, 'intake');
};

export const round = async ({ round, params }) => {
  const { perSecond, statuses } = await load(
    (index) => client.call('POST', '/api/v1/reports', reportBody(round, index)),
    params,
  );
  sent += params.count;
  // Two events of each report.
  const stored = (await reader.store.head()) / 2;
  return { value: perSecond, correctness: { ok: statuses[202] === params.count && stored === sent, sent, stored } };
};

export const teardown = async () => {
  client.close();
  await reader.close();
  await server.stop();
};
