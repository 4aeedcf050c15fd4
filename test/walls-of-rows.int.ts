import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { TestDatabase } from '#libs/testing';
import { SERVICES, wholeDatabase } from './whole-database.js';

// Tables that all services share: which rows each may read and change, and which streams it may append to.

/** Streams a service appends to, next to those of who looked at what (`access-<service>`). [docs/TRUST.md] */
const WRITES: Readonly<Record<(typeof SERVICES)[number], readonly string[]>> = {
  intake: ['report', 'subject'],
  triage: ['case', 'claim', 'referral', 'rota', 'subject', 'support'],
  dispatch: ['answerlink', 'letter', 'order', 'request', 'selfreport'],
  directory: ['register'],
  ledger: ['finding', 'sample'],
};

let database: TestDatabase;
let admin: pg.Client;

beforeAll(async () => {
  database = await wholeDatabase();
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await database.drop();
});

describe('rows under row level security', () => {
  it('of the log: a service reads the categories of the rules, the relay all of them, sealed, and no keys', async () => {
    const { rows: all } = await admin.query<{ category: string }>('select distinct category from es.category_writer');
    await admin.query(
      `insert into es.log (position, stream, version, category, type, id, ordering_key, schema_version, occurred_at, recorded_at,
         actor, correlation_id, data, leaf)
       select 1000000 + row_number() over (), category || '-x', 1, category, 'X', gen_random_uuid(), category || '-x', 1, now(), now(),
         '{}', '', '{}', sha256('x') from unnest($1::text[]) as category`,
      [all.map(({ category }) => category)],
    );
    await admin.query(
      `insert into keys.data_key (id, wrapped) select class || '/' || category || '-x', 'x'
         from unnest($1::text[]) as category, unnest(array['case', 'personal', 'child-secret']) as class`,
      [all.map(({ category }) => category)],
    );
    const seen: Record<string, string[]> = {};
    const keys: Record<string, string[]> = {};
    for (const service of SERVICES) {
      const pool = database.poolFor(service);
      const log = await pool.query<{ category: string }>('select distinct category from es.log order by 1');
      seen[service] = log.rows.map(({ category }) => category).filter((category) => !category.startsWith('access-'));
      expect(log.rows.map(({ category }) => category)).toContain(`access-${service}`);
      const own = await pool.query<{ id: string }>('select distinct id from keys.data_key order by 1');
      keys[service] = own.rows.map(({ id }) => id);
    }
    expect(seen).toEqual({
      intake: ['register', 'report', 'subject'],
      triage: [
        'answerlink',
        'case',
        'claim',
        'letter',
        'order',
        'referral',
        'register',
        'report',
        'request',
        'rota',
        'selfreport',
        'subject',
        'support',
      ],
      dispatch: ['answerlink', 'case', 'claim', 'letter', 'order', 'register', 'request', 'selfreport'],
      directory: ['register'],
      ledger: all
        .map(({ category }) => category)
        .filter((category) => !category.startsWith('access-'))
        .sort(),
    });
    // Who reported, and what concerns a child, is opened by those who care for it; dispatch and directory never can.
    const opens = (service: string, key: RegExp) => (keys[service] ?? []).filter((id) => key.test(id));
    expect(opens('dispatch', /^(personal|child-secret)\/(?!access-)/)).toEqual([]);
    expect(opens('directory', /^(case|child-secret)\//)).toEqual([]);
    expect(opens('intake', /\/(case|claim|order|request|referral|support)-/)).toEqual([]);
    expect(opens('intake', /^personal\/report-/)).toEqual(['personal/report-x']);
    const relay = await database
      .poolFor('relay')
      .query<{ n: number }>('select count(distinct category)::int as n from es.log');
    expect(relay.rows[0]?.n).toBe(all.length);
  });

  it('of messaging: a service sees and changes those of its own subscriptions, directory looks at what was parked', async () => {
    for (const service of SERVICES) {
      const subscription = `${service}.walls`;
      await admin.query('insert into messaging.checkpoint (subscription, position) values ($1, 1)', [subscription]);
      await admin.query(
        'insert into messaging.inbox (subscription, event_id, position) values ($1, gen_random_uuid(), 1)',
        [subscription],
      );
      await admin.query(
        `insert into messaging.failure (subscription, ordering_key, position, event_id, stream, type, attempts, first_failed_at,
           last_failed_at, parked_at) values ($1, 'k', 1, gen_random_uuid(), 's', 'X', 9, now(), now(), now())`,
        [subscription],
      );
      await admin.query(
        "insert into messaging.deferred (subscription, position, ordering_key, event_id) values ($1, 2, 'k', gen_random_uuid())",
        [subscription],
      );
    }
    const found: string[] = [];
    for (const service of SERVICES) {
      for (const table of ['checkpoint', 'inbox', 'failure', 'deferred']) {
        const pool = database.poolFor(service);
        const seen = await pool.query<{ subscription: string }>(
          `select subscription from messaging.${table} where subscription like '%.walls'`,
        );
        const others = seen.rows.map(({ subscription }) => subscription).filter((name) => name !== `${service}.walls`);
        expect(seen.rows.length - others.length).toBe(1);
        if (others.length > 0) found.push(`${service} sees ${String(others.length)} of ${table}`);
        const changed = await pool
          .query(
            `update messaging.${table} set position = position + 1 where subscription like '%.walls' and subscription <> $1`,
            [`${service}.walls`],
          )
          .catch((error: unknown) => ({ rowCount: (error as pg.DatabaseError).code === '42501' ? 0 : -1 }));
        expect(changed.rowCount).toBe(0);
        const deleted = await pool
          .query(`delete from messaging.${table} where subscription like '%.walls' and subscription <> $1`, [
            `${service}.walls`,
          ])
          .catch((error: unknown) => ({ rowCount: (error as pg.DatabaseError).code === '42501' ? 0 : -1 }));
        expect(deleted.rowCount).toBe(0);
      }
    }
    expect(found).toEqual(['checkpoint', 'failure', 'deferred'].map((table) => `directory sees 4 of ${table}`));
  });
});

describe('appending', () => {
  it('is refused to every service for streams of another one, whichever of the two functions is asked', async () => {
    const { rows } = await admin.query<{ category: string }>(
      'select distinct category from es.category_writer order by 1',
    );
    const append = (stream: string): string =>
      `select refused, code from es.append(array[1], array['${stream}'], array[0], array[1], array[1], array[1], array['X'],
         array[gen_random_uuid()], array['k'], array[1], array[now()], array['{}'::jsonb], array[''], array[null::text],
         array['{}'::jsonb], array[sha256('x')], now(), null, null, null, null, null, null, null, null, null)`;
    const written: Record<string, string[]> = {};
    for (const service of SERVICES) {
      written[service] = [];
      for (const { category } of rows) {
        const pool = database.poolFor(service);
        const { rows: answers } = await pool.query<{ refused: number[]; code: string[] }>(
          append(`${category}-${service}`),
        );
        const { rows: quick } = await pool.query<{ position: string | null }>(
          `select es.append_one($1, 0, 'X', gen_random_uuid(), 'k', 1, now(), now(), '{}', '', null, '{}', sha256('x'), null, null, null)
             as position`,
          [`${category}-quick-${service}`],
        );
        await database.pool.query('insert into es.streams values ($1, 1)', [`${category}-next-${service}`]);
        const { rows: next } = await pool.query<{ position: string | null }>(
          `select es.append_next($1, 1, 'X', gen_random_uuid(), 'k', 1, now(), now(), '{}', '', null, '{}', sha256('x'), null, null)
             as position`,
          [`${category}-next-${service}`],
        );
        const took = answers[0]?.refused.length === 0;
        if (!took) expect(answers[0]?.code).toEqual(['category']);
        expect(quick[0]?.position !== null).toBe(took);
        expect(next[0]?.position !== null).toBe(took);
        if (took) written[service].push(category);
      }
    }
    expect(written).toEqual(
      Object.fromEntries(SERVICES.map((name) => [name, [...WRITES[name], `access-${name}`].sort()])),
    );
  });
});
