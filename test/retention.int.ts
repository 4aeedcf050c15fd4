import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SERVICES_OF_THE_HOUSE } from '#apps/lachan';
import { Retention } from '#libs/process';
import { Database, createLogger, loadConfig } from '#libs/service-kit';
import type { TestDatabase } from '#libs/testing';
import { wholeDatabase } from './whole-database.js';

/** Tables that no rule makes smaller, and why. Read models are none of them: they are made from the log, which asks the catalogue. */
const STAYS: Readonly<Record<string, string>> = {
  'es.log': 'the history',
  'es.head': 'one row',
  'es.streams': 'the version of each stream of the history',
  'es.reservation': 'which case a target belongs to, from the history',
  'es.category_writer': 'rules of the migrations',
  'es.category_reader': 'rules of the migrations',
  'keys.data_key': 'keys of the history; erasing deletes them',
  'keys.key_reader': 'rules of the migrations',
  'keys.master': 'one row',
  'messaging.checkpoint':
    'one row for each subscription and each lane it ever had; without a position it keeps an older way from moving',
  'messaging.inbox': 'pruned when the checkpoint passes',
  'messaging.failure': 'deleted when it was handled; what is parked waits for a person',
  'messaging.deferred': 'deleted when it was handled',
  'messaging.read_model': 'one row for each read model',
  'messaging.relay': 'one row',
  'identity.unit': 'a register, from the history',
  'identity.person': 'a register, from the history',
  'identity.provider': 'a register, from the history',
  'identity.api_key': 'who a key was, for as long as the history names it',
  'identity.credential': 'one row for each person',
  'identity.second_factor': 'one row for each person',
  'identity.sign_in_failure': 'swept at each sign-in after half an hour',
  'public.lachan_migration': 'one row for each migration',
  'intake_import.named_target': 'what makes a target known, keyed, for as long as there may be reports on it',
  'triage.handed_out': 'swept each second after a minute',
  'triage.looking': 'swept at each look after five minutes',
  'triage.care_setting': 'one row for each person',
  'dispatch_sandbox.head': 'one row for each provider',
  'dispatch_sandbox.restart': 'one row for each provider',
  'dispatch_console.feed_seen': 'one row for each provider',
  'dispatch_console.feed_generation': 'one row',
  'dispatch_letters.file': 'an official letter stays the bytes that it was',
};

const rules = SERVICES_OF_THE_HOUSE.flatMap(({ retention }) => retention);
let database: TestDatabase;
const retention = (): Retention =>
  new Retention(
    SERVICES_OF_THE_HOUSE.map(({ name, retention }) => ({
      service: name,
      database: new Database(database.poolFor(name)),
      logger: createLogger({ level: 'silent' }),
      rules: retention,
    })),
    loadConfig({}).retentionDays,
  );
const id = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const left = async (table: string, column: string): Promise<unknown[]> => {
  const { rows } = await database.pool.query<{ v: unknown }>(`select ${column} as v from ${table} order by 1`);
  return rows.map(({ v }) => v);
};

beforeAll(async () => {
  database = await wholeDatabase();
});
afterAll(async () => {
  await database.drop();
});

describe('every table', () => {
  it('is a read model’s, loses its old rows, or has a reason why it need not', async () => {
    const { rows } = await database.pool.query<{ name: string }>(
      `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p') and n.nspname !~ '^(pg_|information_schema$)'
          and n.nspname not in (select schema_name from messaging.read_model)`,
    );
    const named = [...Object.keys(STAYS), ...rules.flatMap(({ tables }) => tables)];
    expect(rows.map(({ name }) => name).sort()).toEqual([...new Set(named)].sort());
    expect(named).toHaveLength(rows.length);
  });

  it('has a rule for every period that can be set, once', () => {
    const names = rules.map(({ name }) => name);
    expect(names.sort()).toEqual(Object.keys(loadConfig({}).retentionDays).sort());
  });
});

describe('a round', () => {
  beforeAll(async () => {
    const day = (n: number): string => `now() - interval '${String(n)} days'`;
    const hash = (n: number): string => `sha256('${String(n)}')`;
    const imported = (n: number, status: string, ended: string): string =>
      `insert into intake_import.import (id, status, sender, holder, correlation_id, bytes, rows, rejected, received_at, finished_at)
       values ('${id(n)}', '${status}', '{}', '', '', 1, 1, 1, ${day(200)}, ${ended});
       insert into intake_import.reject (import_id, row, line, text, code) values ('${id(n)}', 1, 1, 'x', 'x');`;
    const item = (
      n: number,
      provider: string,
      sequence: number,
      kind: string,
      live: boolean,
      answered: boolean,
    ): string =>
      `insert into dispatch_feed.request (request_id, provider, case_id, order_id, version, lift_answered)
       values ('${id(n)}', '${provider}', '${id(n)}', '${id(n)}', 1, ${String(answered)}) on conflict do nothing;
       insert into dispatch_feed.item (provider, sequence, kind, request_id, live, body, queued_at)
       values ('${provider}', ${String(sequence)}, '${kind}', '${id(n)}', ${String(live)}, '{}', now());`;
    const notice = (n: number, provider: string, kind: string, at: string): string =>
      `insert into dispatch_notices.notice (provider, request_id, kind, last_try_at, taken_at) values ('${provider}', '${id(n)}', '${kind}', ${at}, ${at});`;
    const look = (n: number, due: string): string =>
      `insert into dispatch_probing.next_look (request_id, since, tries, due_at) values ('${id(n)}', now(), 1, ${due});`;
    const test = (n: number, version: number, at: string): string =>
      `insert into dispatch_sandbox.event (request_id, version, provider, type, data, at) values ('${id(n)}', ${String(version)}, 'p', 'x', '{}', ${at});
       insert into dispatch_sandbox.request (request_id, provider, case_id, order_id, version) values ('${id(n)}', 'p', '${id(n)}', '${id(n)}', 1) on conflict do nothing;
       insert into dispatch_sandbox.item (provider, sequence, kind, request_id, live, body, queued_at) values ('p', ${String(n * 10 + version)}, 'block', '${id(n)}', true, '{}', now());`;
    const run = (n: number, at: string): string =>
      `insert into ledger_comparison.run (id, started_at, started_by, total) values ('${id(n)}', ${at}, 'x', 1);`;
    const invited = (n: number, approved: boolean, expires: string, used: string): string =>
      `insert into identity.invitation (change_id, person, proposer_part, approver_part, created_at, expires_at, used_at)
       values ('${id(n)}', 'x', ${hash(n)}, ${approved ? hash(n) : 'null'}, ${day(400)}, ${expires}, ${used});`;
    const session = (n: number, expires: string, ended: string): string =>
      `insert into identity.session (token_hash, person, created_at, last_seen_at, expires_at, ended_at)
       values (${hash(n)}, 'person-${String(n)}', ${day(9)}, ${day(9)}, ${expires}, ${ended});`;
    await database.pool.query(
      [
        // 1 is old, 2 lost its rejects and is kept itself, 3 is young, 4 runs since half a year.
        imported(1, 'done', day(91)),
        imported(2, 'failed', day(15)),
        imported(3, 'done', day(13)),
        imported(4, 'running', 'null'),
        // Block in force; lift answered with none open before it; lift open; lift answered behind the open one; young; unknown to the feed.
        item(1, 'p', 1, 'block', true, false) + notice(1, 'p', 'block', day(91)),
        item(2, 'p', 2, 'block', false, true) + item(2, 'p', 3, 'lift', true, true),
        notice(2, 'p', 'block', day(100)) + notice(2, 'p', 'lift', day(91)),
        item(3, 'p', 4, 'lift', true, false) + notice(3, 'p', 'lift', day(91)),
        item(4, 'p', 5, 'lift', true, true) + notice(4, 'p', 'lift', day(91)),
        item(5, 'q', 1, 'lift', true, true) + notice(5, 'q', 'lift', day(89)),
        notice(6, 'q', 'block', day(91)),
        // Over long ago; due for long and still to be done; over a moment ago.
        look(1, day(31)) + look(2, day(31)) + look(3, day(29)),
        `insert into dispatch_probing.name_seen values ('${id(1)}', 'gone', ${day(90)}, '{}', ${day(31)}), ('${id(2)}', 'gone', ${day(90)}, '{}', ${day(29)});`,
        `insert into dispatch_probes.probe_row (request_id, provider, kind, state, since) values ('${id(2)}', 'p', 'block', 'enforced', ${day(60)});`,
        `insert into dispatch_sandbox.head (provider, sequence, content) values ('p', 100, 7), ('q', 5, 7);`,
        test(1, 1, day(40)) + test(1, 2, day(31)) + test(2, 1, day(40)) + test(2, 2, day(29)) + test(3, 1, day(29)),
        run(1, day(500)) + run(2, day(400)),
        `insert into triage.approval_look values ('a', 'old', ${day(401)}), ('a', 'of the year', ${day(366)});`,
        // Used; lapsed; waits for approval; used the other day; open.
        invited(1, true, day(100), day(110)) + invited(2, true, day(100), 'null') + invited(3, false, day(100), 'null'),
        invited(4, true, day(100), day(1)) + invited(5, true, `now() + interval '1 day'`, 'null'),
        `insert into identity.setup_token values (${hash(1)}, ${day(32)}, ${day(31)}, ${day(32)}), (${hash(2)}, ${day(1)}, now(), null);`,
        session(1, `now() + interval '1 hour'`, day(2)) + session(2, day(2), 'null'),
        session(3, `now() + interval '1 hour'`, 'null') + session(4, `now() + interval '1 hour'`, `now()`),
      ].join('\n'),
    );
  });

  it('takes what is old and needed by nothing, as the services’ own roles', async () => {
    expect(await retention().round()).toEqual({
      rejects: 2,
      imports: 1,
      notices: 2,
      looks: 1,
      sandbox: 1,
      comparisons: 1,
      'approval-looks': 1,
      invitations: 2,
      'setup-links': 1,
      sessions: 2,
    });
  });

  it('leaves what is young or still needed', async () => {
    const ids = (...n: number[]): string[] => n.map(id);
    expect(await left('intake_import.import', 'id')).toEqual(ids(2, 3, 4));
    expect(await left('intake_import.reject', 'import_id')).toEqual(ids(3, 4));
    expect(await left('dispatch_notices.notice', 'request_id')).toEqual(ids(1, 3, 4, 5, 6));
    expect(await left('dispatch_probing.next_look', 'request_id')).toEqual(ids(2, 3));
    expect(await left('dispatch_probing.name_seen', 'order_id')).toEqual(ids(2));
    expect(await left('dispatch_sandbox.event', 'request_id')).toEqual(ids(2, 2, 3));
    expect(await left('dispatch_sandbox.request', 'request_id')).toEqual(ids(2, 3));
    expect(await left('dispatch_sandbox.item', 'request_id')).toEqual(ids(2, 2, 3));
    expect(await left('dispatch_sandbox.head', "provider || ' ' || sequence || ' ' || content")).toEqual([
      'p 100 8',
      'q 5 7',
    ]);
    expect(await left('ledger_comparison.run', 'id')).toEqual(ids(2));
    expect(await left('triage.approval_look', 'digest')).toEqual(['of the year']);
    expect(await left('identity.invitation', 'change_id')).toEqual(ids(3, 4, 5));
    expect(await left('identity.setup_token', 'used_at')).toEqual([null]);
    expect(await left('identity.session', 'person')).toEqual(['person-3', 'person-4']);
  });

  it('finds nothing the second time', async () => {
    expect(Object.values(await retention().round())).toEqual(rules.map(() => 0));
  });

  it('takes more than one transaction holds, and one process of a service does it', async () => {
    await database.pool.query(
      `insert into intake_import.reject (import_id, row, line, text, code)
       select '${id(2)}', n, n, 'x', 'x' from generate_series(2, 1302) n`,
    );
    const other = await database.pool.connect();
    await other.query("begin; select pg_advisory_xact_lock(hashtextextended('lachan retention intake', 0))");
    expect((await retention().round()).rejects).toBe(0);
    await other.query('rollback');
    other.release();
    expect((await retention().round()).rejects).toBe(1301);
  });
});
