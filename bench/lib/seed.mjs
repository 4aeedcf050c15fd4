/**
 * Grows a product's log and read models by `events` events without walking through its doors: reports and the cases they opened,
 * written by one statement per table, with leaf hashes, so that `lachan verify` finds nothing wrong with them. What would
 * be encrypted is left out (null, as after an erasure). The product may be running: checkpoints move in the same transaction.
 */
export const seed = async (database, { events, unit, provider }) => {
  const cases = Math.round(events / 4);
  const db = await database.connect();
  try {
    await db.query('begin');
    const { rows } = await db.query('select position::int as head from es.head for update');
    const from = rows[0].head;
    await db.query('set local synchronous_commit = off');
    await db.query(LOG, [from, cases, unit]);
    await db.query(
      `insert into es.streams (stream, version)
       select stream, max(version) from es.log where position > $1 group by stream`,
      [from],
    );
    await db.query('update es.head set position = position + $1', [cases * 4]);
    await db.query(QUEUE, [from, cases, unit]);
    await addRequests(db, { from, cases, provider });
    await db.query('update messaging.checkpoint set position = (select position from es.head)');
    await db.query('commit');
  } finally {
    db.release();
  }
  await database.query('vacuum analyze');
};

const addRequests = async (db, { from, cases, provider }) => {
  await db.query(REQUESTS, [from, cases, provider]);
  await db.query(ITEMS, [from, cases, provider]);
  await db.query(
    `insert into dispatch_feed.head (provider, sequence, content) values ($1, $2, $2)
     on conflict (provider) do update set sequence = head.sequence + $2, content = head.content + $2`,
    [provider, Math.floor(cases / 2)],
  );
};

/** Makes a provider's list longer, in its read model alone: for what is asked of a list, and nothing that follows the log. */
export const seedRequests = async (database, { requests, provider }) => {
  const db = await database.connect();
  try {
    await db.query('begin');
    const { rows } = await db.query('select position::int as head from es.head');
    await addRequests(db, { from: rows[0].head, cases: requests * 2, provider });
    await db.query('commit');
  } finally {
    db.release();
  }
  await database.query('vacuum analyze');
};

/** A UUID (version 8, made by the application) from a text. */
const uuid = (text) => `overlay(overlay(md5(${text}) placing '8' from 13) placing 'a' from 17)::uuid`;
const instant = (time) => `to_char(${time} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** One row per case with everything that its four events and its row in the queue say. $1 log's length, $2 cases, $3 unit. */
const CASES = `
  select n, ${uuid(`'report ' || k`)} as report_id, ${uuid(`'case ' || k`)} as case_id,
         (array['critical', 'high', 'medium', 'low'])[1 + n % 4] as priority, n % 4 as rank,
         date_trunc('milliseconds', now()) - ($2::int - n) * interval '1 second' as at
    from (select n, ($1::int + n)::text as k from generate_series(0, $2::int - 1) as n) as numbers`;

/** Keys in the order that RFC 8785 sorts them into: the text that is hashed is the text that is stored. */
const EVENTS = `
  select *, ${instant('at')} as moment from (
    select n, at, 0 as place, 'report-' || report_id as stream, 1 as version, 'report' as category, 'ReportReceived' as type,
           'report-' || report_id as ordering_key,
           '{"ageBand":null,"categoryHint":null,"channel":"monitoring-team","channelKey":null,"childAge":null,"childInDanger":false,"contact":null,"helpNeeded":false,"importId":null,"note":null,"province":null,"receiptDigest":null,"rowDigest":null,"seenAt":null,"source":null,"targets":0,"unit":"' || $3::text || '"}' as data
      from cases
    union all
    select n, at, 1, 'case-' || case_id, 1, 'case', 'CaseOpened', 'case-' || case_id,
           '{"caseId":"' || case_id || '","plea":false,"province":null,"target":null,"unit":"' || $3::text || '"}'
      from cases
    union all
    select n, at, 2, 'case-' || case_id, 2, 'case', 'ReportAttached', 'case-' || case_id,
           '{"caseId":"' || case_id || '","report":{"ageBand":null,"categoryHint":null,"channel":"monitoring-team","childInDanger":false,"helpNeeded":false,"province":null,"reportId":"' || report_id || '","reportedAt":"' || ${instant('at')} || '","source":null,"unit":"' || $3::text || '"}}'
      from cases
    union all
    select n, at, 3, 'case-' || case_id, 3, 'case', 'CasePrioritised', 'case-' || case_id,
           '{"caseId":"' || case_id || '","priority":"' || priority || '","reasons":[]}'
      from cases
  ) as four`;

const LOG = `
  with cases as materialized (${CASES}), events as (${EVENTS}), placed as (
    select *, $1::int + n * 4 + place + 1 as position, ${uuid(`'event ' || ($1::int + n * 4 + place)`)} as id from events
  )
  insert into es.log (position, stream, version, category, type, id, ordering_key, schema_version, occurred_at, recorded_at,
                      actor, correlation_id, causation_id, data, leaf)
  select position, stream, version, category, type, id, ordering_key, 1, at, at,
         '{"id":"bench","kind":"system"}'::jsonb, 'bench', null, data::jsonb,
         sha256('\\x00'::bytea || convert_to(
           '{"actor":{"id":"bench","kind":"system"},"causationId":null,"correlationId":"bench","data":' || data
           || ',"id":"' || id || '","occurredAt":"' || moment || '","recordedAt":"' || moment
           || '","schemaVersion":1,"stream":"' || stream || '","type":"' || type || '","version":' || version || '}', 'UTF8'))
    from placed order by position`;

/**
 * The rows of read models are copies of one that the product wrote itself, so that a new column needs no change here.
 * Every hundredth case is overdue.
 */
const QUEUE = `
  with cases as (${CASES}), template as (select q from triage_queue.queue_case as q where unit = $3::text limit 1)
  insert into triage_queue.queue_case
  select (jsonb_populate_record(q, jsonb_build_object(
           'case_id', case_id, 'status', 'open', 'category', null, 'priority_rank', rank, 'claimed_by', null,
           'claim_until', null, 'content_keys', '{}'::text[], 'due_at', due_at, 'opened_at', at, 'search', case_id || ' ' || $3::text,
           'due', jsonb_build_array(jsonb_build_object('step', 'claim', 'unit', $3::text, 'at', ${instant('due_at')})),
           'state', to_jsonb(q) -> 'state' || jsonb_build_object('caseId', case_id, 'status', 'open', 'category', null,
             'priority', priority, 'targets', '[null]'::jsonb, 'claim', null, 'order', null, 'since', ${instant('at')},
             'openedAt', ${instant('at')}, 'updatedAt', ${instant('at')}, 'version', 1, 'position', $1::int + n * 4 + 4)))).*
    from (select *, now() + (case when n % 100 = 0 then - interval '1 hour' else interval '7 days' end) as due_at
            from cases) as dated, template`;

/** Every other case has a request at the provider, handed out long ago. */
const REQUESTS = `
  with template as (select r from dispatch_feed.request as r where provider = $3::text and delivered limit 1)
  insert into dispatch_feed.request
  select (jsonb_populate_record(r, jsonb_build_object(
           'request_id', ${uuid(`'request ' || ($1::int + n)`)}, 'case_id', ${uuid(`'case ' || ($1::int + n)`)},
           'order_id', ${uuid(`'order ' || ($1::int + n)`)}, 'target_key', 'host h' || ($1::int + n)))).*
    from generate_series(1, $2::int / 2) as n, template`;

const ITEMS = `
  with template as (select i, to_jsonb(i) -> 'body' as body from dispatch_feed.item as i where provider = $3::text limit 1)
  insert into dispatch_feed.item
  select (jsonb_populate_record(i, jsonb_build_object(
           'sequence', coalesce((select sequence from dispatch_feed.head where provider = $3::text), 0) + n, 'request_id', request,
           'body', body || jsonb_build_object('id', request, 'order', ${uuid(`'order ' || ($1::int + n)`)},
             'target', jsonb_build_object('host', 'h' || ($1::int + n) || '.example.test'))))).*
    from (select n, ${uuid(`'request ' || ($1::int + n)`)} as request from generate_series(1, $2::int / 2) as n) as numbered, template`;
