// Every service in the door's own process: each report is also opened as a case, queued and counted while the next ones come in.
import { caller, load } from '../../lib/http-load.mjs';
import { startProduct } from '../../lib/product.mjs';
import { percentile } from '../../lib/statistics.mjs';
import { reportBody } from './payload.mjs';

let product;
let client;
let sent = 0;
const p99 = [];

export const setup = async ({ databaseUrl, params }) => {
  product = await startProduct(databaseUrl);
  client = caller(product.url, params.connections, { authorization: `Bearer ${product.key('channel')}` });
};

export const round = async ({ round, params }) => {
  const { perSecond, latencies, statuses } = await load(
    (index) => client.call('POST', '/api/v1/reports', reportBody(round, index)),
    params,
  );
  sent += params.count;
  p99.push(percentile(latencies, 0.99));
  // What the reports set off is over before the next contender's turn.
  const from = performance.now();
  await product.idle();
  const behind = (performance.now() - from) / 1_000;
  const { rows } = await product.database.query(`select count(*) from es.log where type = 'ReportReceived'`);
  const stored = Number(rows[0].count);
  return {
    value: perSecond,
    correctness: {
      ok: stored === sent && statuses[202] === params.count,
      sent,
      stored,
      p99: `${p99.at(-1).toFixed(0)} ms`,
      casesOpenedAfter: `${behind.toFixed(1)} s`,
    },
  };
};

export const teardown = async () => {
  client.close();
  await product.stop();
};
