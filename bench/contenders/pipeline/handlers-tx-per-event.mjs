// What one writes without a library: pages of a log, cases spread over as many connections as ours has, a transaction per event that writes the
// event's row and recognises a repetition by its key, a checkpoint per page. No encryption, no retries, nothing parked, one process only.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { newCases, noteText } from './cases.mjs';

const LANES = 6;
const PAGE = 256;
let pool;
let checkpoint = 0;

export const setup = async ({ databaseUrl }) => {
  pool = new pg.Pool({ connectionString: databaseUrl, max: LANES + 1 });
  await pool.query(`
    create table log (position bigint generated always as identity primary key, id uuid not null unique, key text not null, data jsonb not null);
    create table checkpoint (position bigint not null);
    insert into checkpoint values (0);
    create table note (event_id uuid primary key, case_id uuid not null, text text not null)`);
};

const append = async ({ events, cases }) => {
  const ids = newCases(cases);
  const rows = Array.from({ length: events }, (_, n) => ({ caseId: ids[n % cases], text: noteText(n) }));
  await pool.query(
    `insert into log (id, key, data) select id, key, data from unnest($1::uuid[], $2::text[], $3::jsonb[]) with ordinality as l (id, key, data, n) order by n`,
    [rows.map(() => randomUUID()), rows.map(({ caseId }) => caseId), rows.map((row) => JSON.stringify(row))],
  );
};

const handle = async (client, { id, data }) => {
  await client.query('begin');
  await client.query({
    name: 'row',
    text: 'insert into note (event_id, case_id, text) values ($1, $2, $3) on conflict do nothing',
    values: [id, data.caseId, data.text],
  });
  await client.query('commit');
};

const lane = async (events) => {
  const client = await pool.connect();
  try {
    for (const event of events) await handle(client, event);
  } finally {
    client.release();
  }
};

export const round = async ({ params }) => {
  await append(params);
  await pool.query('truncate note');
  const started = performance.now();
  for (;;) {
    const page = {
      name: 'page',
      text: 'select * from log where position > $1 order by position limit $2',
      values: [checkpoint, PAGE],
    };
    const { rows } = await pool.query(page);
    if (rows.length === 0) break;
    const lanes = Array.from({ length: LANES }, () => []);
    for (const row of rows) lanes[Number.parseInt(row.key.slice(0, 8), 16) % LANES].push(row);
    await Promise.all(lanes.map(lane));
    checkpoint = Number(rows.at(-1).position);
    await pool.query('update checkpoint set position = $1', [checkpoint]);
  }
  const seconds = (performance.now() - started) / 1_000;
  const { rows } = await pool.query('select count(*)::int as written from note');
  return { value: params.events / seconds, correctness: { ok: rows[0].written === params.events } };
};

export const teardown = () => pool.end();
