// The door as it is deployed where it matters: intake in a process of its own. What the peer does not do either, opening cases from
// the reports, is another process's work.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from '../../../scripts/lib/instance.mjs';
import { caller, load } from '../../lib/http-load.mjs';
import { startProduct } from '../../lib/product.mjs';
import { percentile } from '../../lib/statistics.mjs';
import { reportBody } from './payload.mjs';

let folder;
let product;
let client;
let sent = 0;

export const setup = async ({ databaseUrl, params }) => {
  folder = join(mkdtempSync(join(tmpdir(), 'lachan-bench-')), 'data');
  // Units and keys are made by the whole product; then it makes room for the one service.
  const whole = await startProduct(databaseUrl, { folder });
  await whole.idle();
  await whole.stop();
  product = await startProduct(databaseUrl, { folder, args: ['--services', 'intake'] });
  client = caller(product.url, params.connections, { authorization: `Bearer ${product.key('channel')}` });
};

export const round = async ({ round, params }) => {
  const { perSecond, latencies, statuses } = await load(
    (index) => client.call('POST', '/api/v1/reports', reportBody(round, index)),
    params,
  );
  sent += params.count;
  const { rows } = await product.database.query(`select count(*) from es.log where type = 'ReportReceived'`);
  const stored = Number(rows[0].count);
  return {
    value: perSecond,
    correctness: {
      ok: stored === sent && statuses[202] === params.count,
      sent,
      stored,
      p99: `${percentile(latencies, 0.99).toFixed(0)} ms`,
    },
  };
};

export const teardown = async () => {
  client.close();
  await product.stop();
  removeFolder(folder);
};
