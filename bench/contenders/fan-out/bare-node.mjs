import { setTimeout as pause } from 'node:timers/promises';
import { startBare } from '../../lib/bare-process.mjs';
import { caller } from '../../lib/http-load.mjs';

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
  let last = 0;
  const polls = Array.from({ length: params.waiting }, async () => {
    const { body } = await http.call('GET', '/requests');
    last = performance.now();
    return JSON.parse(body).items.length;
  });
  while (Number((await approver.call('GET', '/waiting')).body) < params.waiting) await pause(10);
  const from = performance.now();
  await approver.call('POST', '/release', PAGE);
  const got = (await Promise.all(polls)).filter(Boolean).length;
  return { value: last - from, correctness: { ok: got === params.waiting } };
};

export const teardown = async () => {
  http.close();
  approver.close();
  await server.stop();
};
