import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { encodeBatch } from '../src/append-batch.js';
import { encodeOne } from '../src/append-one.js';
import { DataKeys } from '../src/data-keys.js';
import { packedStreamsQuery } from '../src/packed-rows.js';
import { prepare } from '../src/prepare.js';
import { idsQuery, logQuery, streamQuery, streamsQuery } from '../src/queries.js';
import { copyStatement } from '../src/replay.js';
import type { AppendRequest } from '../src/index.js';
import { AT, event, fixture, newId, REGISTRY, type Fixture } from './fixture.js';

const ROWS = 20_000;

/** The tables that grow for ever; the rules and the head stay small. */
const ON_A_GROWING_TABLE = /(?:Parallel )?Seq Scan on (?:es\.|keys\.)?(?:log|streams|reservation|data_key)\b/;

/** A big log without going through the door: what is looked at is only how it is found again. */
const GROWN = `
  insert into es.streams select 'case-' || n, 10 from generate_series(1, ${(ROWS / 10).toString()}) n;
  insert into es.log
    select n, 'case-' || (n + 9) / 10, (n - 1) % 10 + 1, 'case', 'Opened', gen_random_uuid(), 'case-' || (n + 9) / 10, 1, '${AT}', '${AT}',
      '{}', 'c', null, '{"text": "x"}', '\\x00'
    from generate_series(1, ${ROWS.toString()}) n;
  update es.head set position = ${ROWS.toString()};
  insert into es.reservation select sha256(n::text::bytea), 'case-' || n from generate_series(1, ${ROWS.toString()}) n;
  insert into keys.data_key (id, wrapped) select 'case/case-old-' || n, '\\x00' from generate_series(1, ${ROWS.toString()}) n;
  analyze es.log, es.streams, es.reservation, keys.data_key`;

describe('on a log that has grown, no hot statement goes through a whole table:', () => {
  let on: Fixture;
  let client: pg.Client;
  let plans: string[];

  beforeAll(async () => {
    on = await fixture();
    await on.admin((admin) => admin.query(GROWN));
    client = new pg.Client({ connectionString: on.url });
    client.on('notice', ({ message }) => plans.push(message ?? ''));
    await client.connect();
    await client.query(`load 'auto_explain'; set auto_explain.log_min_duration = 0; set auto_explain.log_level = notice;
      set auto_explain.log_nested_statements = on; set auto_explain.log_analyze = on; set role lachan_triage`);
  });
  afterAll(async () => {
    await client.end();
    await on.close();
  });

  /** Runs a statement and answers the plans of everything that ran inside it. */
  const plansOf = async (query: pg.QueryConfig): Promise<string> => {
    plans = [];
    await client.query(query);
    expect(plans.join('\n')).toContain('Query Text');
    return plans.join('\n');
  };

  it.each([
    ['one stream', streamQuery('case-7', {})],
    ['the end of a stream', streamQuery('case-7', { direction: 'backwards', limit: 1 })],
    ['several streams', packedStreamsQuery(['case-7', 'case-8', 'case-1999'])],
    ['several streams by columns', streamsQuery(['case-7', 'case-8', 'case-1999'])],
    ['a page of the log', logQuery({}, 15_000, 15_500, 500)],
    ['a page of some types', logQuery({ types: ['Opened'], categories: ['case'] }, 15_000, 15_500, 500)],
    ['a page backwards', logQuery({ direction: 'backwards' }, 15_000, 15_500, 500)],
    ['events by id', idsQuery([newId(), newId()])],
    ['data keys', { text: 'select id, wrapped from keys.data_key where id = any($1)', values: [['case/case-old-7']] }],
  ])('reading %s', async (_, { text, values = [] }: pg.QueryConfig) => {
    for (const mode of ['force_custom_plan', 'force_generic_plan']) {
      await client.query(`set plan_cache_mode = ${mode}`);
      const found = await plansOf({ text, values });
      expect(found).toMatch(/Index (?:Only )?Scan/);
      expect(found).not.toMatch(ON_A_GROWING_TABLE);
    }
  });

  it('replaying its end', async () => {
    await client.query('set plan_cache_mode = auto');
    const select = /^copy \((.*)\) to stdout with/s.exec(copyStatement({ after: ROWS - 100 }))?.[1] ?? '';
    expect(await plansOf({ text: select })).toContain('Index Scan using log_pkey');
  });

  const prepared = (request: AppendRequest) =>
    prepare(request, {
      registry: REGISTRY,
      keyring: on.keyring,
      keys: new DataKeys(on.poolFor('triage'), on.keyring),
    });

  it('appending a batch, with reservations, assertions and a conflict', async () => {
    const key = Buffer.alloc(32, 1);
    const batch = await Promise.all([
      prepared({ streams: [{ stream: 'case-11', expectedVersion: 10, events: [event('Opened', { url: 'x' })] }] }),
      prepared({ streams: [{ stream: 'case-12', expectedVersion: 3, events: [event('Opened')] }] }),
      prepared({
        streams: [{ stream: `case-${newId()}`, expectedVersion: 0, events: [event('Opened')] }],
        assertions: [{ stream: 'case-13', version: 10 }],
        reservations: { take: [{ key, owner: 'case-14' }], move: [{ from: 'case-15', to: 'case-16' }] },
      }),
    ]);
    const found = await plansOf(encodeBatch(batch, AT, () => 0).query);
    expect(found).toContain('update es.streams');
    expect(found).toContain('insert into es.log');
    expect(found).not.toMatch(ON_A_GROWING_TABLE);
  });

  it('appending 256 at once compares no stream with every other', async () => {
    const streams = Array.from({ length: 256 }, (_, n) => `case-${(n + 100).toString()}`);
    const batch = await Promise.all(
      streams.map((stream) => prepared({ streams: [{ stream, expectedVersion: 10, events: [event('Opened')] }] })),
    );
    const found = await plansOf(encodeBatch(batch, AT, () => 0).query);
    expect(found).toContain('Index Scan using streams_pkey');
    const removed = [...found.matchAll(/Rows Removed by (?:Join )?Filter: (\d+)/g)].map(([, rows]) => Number(rows));
    expect(Math.max(0, ...removed)).toBeLessThanOrEqual(256);
  });

  it.each([
    ['to a stream that exists, under a key that is saved', 10, true, 'Index Scan using streams_pkey'],
    ['to a new stream, under a new key', 0, false, 'es.append_one'],
  ])('appending one event %s', async (_, version, saved, what) => {
    const stream = version === 0 ? `case-${newId()}` : 'case-17';
    const request = await prepared({
      streams: [{ stream, expectedVersion: version, events: [event('Opened', { url: 'x' })] }],
    });
    const [key] = request.keys;
    if (saved) await on.pool.query('insert into keys.data_key (id, wrapped) values ($1, $2)', [key?.id, key?.wrapped]);
    const keys = request.keys.map((one) => ({ ...one, saved }));
    const found = await plansOf(encodeOne({ ...request, keys }, AT, version) ?? { text: '' });
    expect(found).toContain(what);
    expect(found).toContain('data_key_pkey');
    expect(found).toContain('insert into es.log');
    expect(found).not.toMatch(ON_A_GROWING_TABLE);
  });
});
