// The least that an import can be: lines parsed, every row stored, every content key stored once under a unique index, one statement for a
// thousand rows. No check of what a row says, no identity of targets beyond host and path, no encryption, no hashes, no events, no list of
// rejects, no place to go on from; the same file sent again is stored again.
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { readable, writeRows } from './list.mjs';

const BATCH = 1_000;
let database;

export const setup = async ({ databaseUrl, params }) => {
  database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  await database.query(`
    create table target (content_key text primary key, first_report uuid not null);
    create table report (
      id uuid primary key, content_key text not null, url text not null, note text, province text, at timestamptz not null)`);
  await database.query(
    `insert into target select 'so-' || n || '.example.test/bai', gen_random_uuid() from generate_series(0, $1::int - 1) n`,
    [params.known],
  );
  await database.query('vacuum analyze target');
};

const contentKey = (text) => {
  const { host, pathname } = new URL(text);
  return `${host}${pathname}`;
};

const insert = (rows) =>
  database.query({
    name: 'insert',
    text: `with r as materialized (
             select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]) as r (id, content_key, url, note, province)
           ), named as (
             insert into target select content_key, id from r on conflict (content_key) do nothing
           )
           insert into report select id, content_key, url, note, province, now() from r`,
    values: ['id', 'contentKey', 'url', 'note', 'province'].map((field) => rows.map((row) => row[field])),
  });

export const round = async ({ round, params }) => {
  const list = writeRows(params, round);
  const started = performance.now();
  let [batch, handled, inserting] = [[], 0, Promise.resolve()];
  for await (const text of createInterface({ input: list.open(), crlfDelay: Infinity })) {
    let row;
    try {
      row = JSON.parse(text);
    } catch {
      continue;
    }
    batch.push({ ...row, id: randomUUID(), contentKey: contentKey(row.url) });
    handled += 1;
    if (batch.length < BATCH) continue;
    // One batch is read while the one before it is written.
    await inserting;
    inserting = insert(batch);
    batch = [];
  }
  await inserting;
  if (batch.length > 0) await insert(batch);
  const seconds = (performance.now() - started) / 1_000;
  list.remove();
  return { value: params.rows / seconds, correctness: { ok: handled === readable(params.rows) } };
};

export const teardown = () => database.end();
