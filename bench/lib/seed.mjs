import { statfsSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { withoutIndexes } from './indexes.mjs';

/** Events between two moves of the head. */
const CHUNK = 400_000;
/** Connections that write at the same time, each the rows of other cases; as many more make what they write. */
const LANES = 3;
/** From so many events on, indexes are made after the rows. */
const MUCH = 500_000;
/** What a log of ten million leaves free for everybody else (bytes). */
const LEAST_FREE = 12 * 2 ** 30;

/**
 * Grows a product's log and read models by `events` events without walking through its doors: reports and the cases they opened,
 * by COPY, with leaf hashes, so that `lachan verify` finds nothing wrong with them. What would be encrypted is left out (null, as after an
 * erasure). The product may be running: it cannot append meanwhile, nothing beyond the head is read, and the head moves together with the
 * checkpoints once every row is there. Uniqueness is checked by the log's own constraints as the rows come.
 * @param options.dataDir the server's folder; seeding stops before its disk is full.
 */
export const seed = async (database, { events, unit, provider, dataDir, tell = () => undefined }) => {
  const pool = new pg.Pool({ connectionString: database.options.connectionString, max: 2 * LANES + 1 });
  try {
    const grow = async () => {
      for (let done = 0; done < events;) {
        if (dataDir) demandSpace(dataDir);
        const now = Math.min(CHUNK, events - done);
        await addChunk(pool, { cases: Math.round(now / 4), unit, provider });
        done += now;
        tell(`${done.toLocaleString('en')} of ${events.toLocaleString('en')} events`);
      }
    };
    const tables = ['triage_queue.queue_case', 'dispatch_feed.request', 'dispatch_feed.item'];
    if (events < MUCH) await grow();
    else await withoutIndexes(pool, tables, grow, tell);
    tell('vacuum analyze');
    await pool.query('vacuum analyze');
  } finally {
    await pool.end();
  }
};

const addChunk = async (pool, { cases, unit, provider }) => {
  const main = await pool.connect();
  try {
    await main.query('begin');
    const { rows } = await main.query('select position::int as head, now()::text as at from es.head for update');
    const [{ head, at }] = rows;
    const { rows: feed } = await main.query(`select coalesce(max(sequence), 0)::int as last from dispatch_feed.head where provider = $1`, [provider]); // prettier-ignore
    const [{ last }] = feed;
    const each = Math.ceil(cases / LANES / 2) * 2;
    const lanes = Array.from({ length: LANES }, (_, lane) => ({
      from: lane * each,
      to: Math.min((lane + 1) * each, cases),
    }));
    const values = ({ from, to }) => ({ head, from, to, at, unit, provider, last });
    await Promise.all(lanes.filter(({ from, to }) => to > from).map((lane) => copyAll(pool, TABLES, values(lane))));
    await main.query('update es.head set position = position + $1', [cases * 4]);
    await moveFeed(main, provider, Math.floor(cases / 2));
    await main.query('update messaging.checkpoint set position = (select position from es.head)');
    await main.query('commit');
  } finally {
    main.release();
  }
};

const moveFeed = (db, provider, items) =>
  db.query(
    `insert into dispatch_feed.head (provider, sequence, content) values ($1, $2, $2)
     on conflict (provider) do update set sequence = head.sequence + $2, content = head.content + $2`,
    [provider, items],
  );

/** What one connection makes goes into the tables by another one, in one transaction. */
const copyAll = async (pool, tables, values) => {
  const [reader, writer] = [await pool.connect(), await pool.connect()];
  try {
    await writer.query('begin');
    await writer.query('set local synchronous_commit = off');
    for (const [table, query] of Object.entries(tables)) {
      const rows = reader.query(copyTo(`copy (${said(reader, query, values)}) to stdout`));
      await pipeline(rows, writer.query(copyFrom(`copy ${table} from stdin`)));
    }
    await writer.query('commit');
  } finally {
    reader.release();
    writer.release();
  }
};

/** COPY takes no parameters: `:name` of a value stands for it, quoted as PostgreSQL quotes it. */
const said = (db, text, values) =>
  text.replaceAll(/(?<!:):([a-z]+)/g, (whole, name) => {
    if (!(name in values)) return whole;
    return typeof values[name] === 'number' ? String(values[name]) : db.escapeLiteral(values[name]);
  });

const demandSpace = (folder) => {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < LEAST_FREE)
    throw new Error(
      `wanted ${LEAST_FREE / 2 ** 30} GiB free at ${folder}, found ${((bavail * bsize) / 2 ** 30).toFixed(1)}`,
    );
};

/** Makes a provider's list longer, in its read model alone: for what is asked of a list, and nothing that follows the log. */
export const seedRequests = async (database, { requests, provider }) => {
  const pool = new pg.Pool({ connectionString: database.options.connectionString, max: 2 });
  try {
    const { rows } = await pool.query(
      `select position::int as head, coalesce((select sequence from dispatch_feed.head where provider = $1), 0)::int as last from es.head`,
      [provider],
    );
    const { 'dispatch_feed.request': request, 'dispatch_feed.item': item } = TABLES;
    const tables = { 'dispatch_feed.request': request, 'dispatch_feed.item': item };
    await copyAll(pool, tables, { ...rows[0], from: 0, to: requests * 2, provider });
    await moveFeed(pool, provider, requests);
    await pool.query('vacuum analyze');
  } finally {
    await pool.end();
  }
};

/** A UUID (version 8, made by the application) from a text. */
const uuid = (text) => `overlay(overlay(md5(${text}) placing '8' from 13) placing 'a' from 17)::uuid`;
const instant = (time) => `to_char(${time} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** One row per case, numbered from :from below :to behind the log's :head, with everything that its events and its row in the queue say. */
const CASES = `
  select n, k, ${uuid(`'report ' || k`)} as report_id, ${uuid(`'case ' || k`)} as case_id,
         (array['critical', 'high', 'medium', 'low'])[1 + n % 4] as priority, n % 4 as rank, at, ${instant('at')} as moment
    from (select n, (:head::int + n)::text as k, date_trunc('milliseconds', :at::timestamptz) - (1000000 - n) * interval '1 second' as at
            from generate_series(:from::int, :to::int - 1) as n) as numbers`;

/** The four events of a case. Keys in the order that RFC 8785 sorts them into: the text that is hashed is the text that is stored. */
const EVENTS = `
  values
    (0, 'report-' || report_id, 1, 'report', 'ReportReceived',
     '{"ageBand":null,"categoryHint":null,"channel":"monitoring-team","channelKey":null,"childAge":null,"childInDanger":false,"contact":null,"helpNeeded":false,"importId":null,"note":null,"province":null,"receiptDigest":null,"rowDigest":null,"seenAt":null,"source":null,"targets":0,"unit":"' || :unit || '"}'),
    (1, 'case-' || case_id, 1, 'case', 'CaseOpened',
     '{"caseId":"' || case_id || '","plea":false,"province":null,"target":null,"unit":"' || :unit || '"}'),
    (2, 'case-' || case_id, 2, 'case', 'ReportAttached',
     '{"caseId":"' || case_id || '","report":{"ageBand":null,"categoryHint":null,"channel":"monitoring-team","childInDanger":false,"helpNeeded":false,"province":null,"reportId":"' || report_id || '","reportedAt":"' || moment || '","source":null,"unit":"' || :unit || '"}}'),
    (3, 'case-' || case_id, 3, 'case', 'CasePrioritised',
     '{"caseId":"' || case_id || '","priority":"' || priority || '","reasons":[]}')`;

/** In order as it is made, so that nothing is sorted; JSON as text, so that it is parsed once, by the table. */
const LOG = `
  select :head::int + n * 4 + place + 1, stream, version, category, type, id, stream, 1, at, at,
         '{"id":"bench","kind":"system"}', 'bench', null, data,
         sha256('\\x00'::bytea || convert_to(
           '{"actor":{"id":"bench","kind":"system"},"causationId":null,"correlationId":"bench","data":' || data
           || ',"id":"' || id || '","occurredAt":"' || moment || '","recordedAt":"' || moment
           || '","schemaVersion":1,"stream":"' || stream || '","type":"' || type || '","version":' || version || '}', 'UTF8'))
    from (${CASES}) as cases,
         lateral (${EVENTS}) as events (place, stream, version, category, type, data),
         lateral (select ${uuid(`'event ' || (:head::int + n * 4 + place)`)} as id) as named`;

/** What stands in the log of each stream: a report's one event, a case's three. */
const STREAMS = `
  select stream, version from (${CASES}) as cases,
         lateral (values ('report-' || report_id, 1), ('case-' || case_id, 3)) as both_streams (stream, version)`;

/**
 * The rows of read models are copies of one that the product wrote itself, so that a new column needs no change here. Each is made by one
 * call: `(f(x)).*` would call it once for every column. Every hundredth case is overdue.
 */
const QUEUE = `
  with template as materialized (
    select q, to_jsonb(q) -> 'state' as state from triage_queue.queue_case as q where unit = :unit limit 1)
  select made.*
    from (${CASES}) as cases, template,
         lateral (select :at::timestamptz + (case when n % 100 = 0 then - interval '1 hour' else interval '7 days' end) as due_at) as dated,
         lateral jsonb_populate_record(q, jsonb_build_object(
           'case_id', case_id, 'status', 'open', 'category', null, 'priority_rank', rank, 'claimed_by', null,
           'claim_until', null, 'content_keys', '{}'::text[], 'due_at', due_at, 'opened_at', at, 'search', case_id || ' ' || :unit,
           'due', jsonb_build_array(jsonb_build_object('step', 'claim', 'unit', :unit, 'at', ${instant('due_at')})),
           'state', state || jsonb_build_object('caseId', case_id, 'status', 'open', 'category', null,
             'priority', priority, 'targets', '[null]'::jsonb, 'claim', null, 'order', null, 'since', moment,
             'openedAt', moment, 'updatedAt', moment, 'version', 1, 'position', :head::int + n * 4 + 4))) as made`;

/** Every other case has a request at the provider, handed out long ago. */
const NUMBERS = `
  select m, ${uuid(`'request ' || k`)} as request, ${uuid(`'order ' || k`)} as order_id, k
    from (select m, (:head::int + m * 2)::text as k from generate_series(:from::int / 2, :to::int / 2 - 1) as m) as every_other`;

const REQUESTS = `
  with template as materialized (select r from dispatch_feed.request as r where provider = :provider and delivered limit 1)
  select made.*
    from (${NUMBERS}) as numbered, template, lateral jsonb_populate_record(r, jsonb_build_object(
           'request_id', request, 'case_id', ${uuid(`'case ' || k`)}, 'order_id', order_id, 'target_key', 'host h' || k)) as made`;

const ITEMS = `
  with template as materialized (
    select i, to_jsonb(i) -> 'body' as body from dispatch_feed.item as i where provider = :provider limit 1)
  select made.*
    from (${NUMBERS}) as numbered, template, lateral jsonb_populate_record(i, jsonb_build_object(
           'sequence', :last::int + m + 1, 'request_id', request,
           'body', body || jsonb_build_object('id', request, 'order', order_id,
             'target', jsonb_build_object('host', 'h' || k || '.example.test')))) as made`;

const TABLES = {
  'es.log (position, stream, version, category, type, id, ordering_key, schema_version, occurred_at, recorded_at, actor, correlation_id, causation_id, data, leaf)': LOG, // prettier-ignore
  'es.streams (stream, version)': STREAMS,
  'triage_queue.queue_case': QUEUE,
  'dispatch_feed.request': REQUESTS,
  'dispatch_feed.item': ITEMS,
};
