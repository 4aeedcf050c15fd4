// What a row costs however it came in: read, its target identified, its digests, its two events decided on, sealed, hashed and appended. No columns to
// recognise, no rejects, no table of known targets, no place to go on from.
import { createInterface } from 'node:readline';
import { appendBatch } from '../../../dist/apps/intake/src/import/append-batch.js';
import { batchOf } from '../../../dist/apps/intake/src/import/batch.js';
import { BATCH_ROWS, UNDER_WAY } from '../../../dist/apps/intake/src/import/run-import.js';
import { Digests } from '../../../dist/apps/intake/src/receive/digests.js';
import { inputOf } from '../../../dist/apps/intake/src/receive/report-input.js';
import { openLachan, prepareLachan } from '../store/lachan-store.mjs';
import { SENDER, readable, writeRows } from './list.mjs';

const context = {
  digests: new Digests(Buffer.alloc(32, 7)),
  where: () => ({ unit: 'trung-tam', province: 'lam-dong' }),
};
let opened;

export const setup = async ({ databaseUrl }) => {
  await prepareLachan(databaseUrl);
  opened = openLachan(databaseUrl, 'intake');
};

const readRow = (text) => {
  try {
    const { url, ...more } = JSON.parse(text);
    return { line: 0, text, fields: inputOf({ ...more, urls: [url] }) };
  } catch {
    return { line: 0, text, reject: 'unreadable' };
  }
};

export const round = async ({ round, params }) => {
  const list = writeRows(params, round);
  const record = {
    id: `i-${round}`,
    sender: SENDER,
    holder: 'bench',
    receivedAt: new Date(),
    correlationId: `i-${round}`,
  };
  const started = performance.now();
  let [rows, handled] = [[], 0];
  const underWay = [];
  const write = async () => {
    const { streams } = batchOf(record, handled, rows, context);
    handled += streams.length;
    rows = [];
    underWay.push(appendBatch(opened.store, streams));
    if (underWay.length >= UNDER_WAY) await underWay.shift();
  };
  for await (const text of createInterface({ input: list.open(), crlfDelay: Infinity })) {
    rows.push(readRow(text));
    if (rows.length === BATCH_ROWS) await write();
  }
  if (rows.length > 0) await write();
  await Promise.all(underWay);
  const seconds = (performance.now() - started) / 1_000;
  list.remove();
  return { value: params.rows / seconds, correctness: { ok: handled === readable(params.rows), handled } };
};

export const teardown = () => opened.close();
