import { startBare } from '../../lib/bare-process.mjs';
import { caller, load } from '../../lib/http-load.mjs';
import { reportBody } from './payload.mjs';

let server;
let client;

export const setup = async ({ databaseUrl, params }) => {
  server = await startBare('contenders/report/bare-server.mjs', databaseUrl);
  client = caller(server.url, params.connections, { authorization: 'Bearer nobody-looks-at-this' });
};

export const round = async ({ round, params }) => {
  const { perSecond, statuses } = await load(
    (index) => client.call('POST', '/api/v1/reports', reportBody(round, index)),
    params,
  );
  return { value: perSecond, correctness: { ok: statuses[202] === params.count } };
};

export const teardown = async () => {
  client.close();
  await server.stop();
};
