import { startBare } from '../../lib/bare-process.mjs';
import { caller } from '../../lib/http-load.mjs';
import { untilAllHaveIt, waitingAt } from './until-all-have-it.mjs';

/** As many bytes as a page with one request has. */
const PAGE = JSON.stringify({ items: [{ statement: 'x'.repeat(1_400) }], cursor: 'x'.repeat(120) });

let server;
let http;
let approver;

export const setup = async ({ params }) => {
  server = await startBare('contenders/fan-out/bare-server.mjs');
  http = caller(server.url, params.waiting);
  approver = caller(server.url, 1);
};

export const round = async ({ params }) => {
  const { value, got } = await untilAllHaveIt({
    count: params.waiting,
    poll: async () => (await http.call('GET', '/requests')).body,
    holds: (text) => JSON.parse(text).items.length,
    waiting: () => waitingAt(approver),
    release: () => approver.call('POST', '/release', PAGE),
  });
  return { value, correctness: { ok: got === params.waiting } };
};

export const teardown = async () => {
  http.close();
  approver.close();
  await server.stop();
};
