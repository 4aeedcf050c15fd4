import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import {
  demandMigrations,
  EventStore,
  eventStoreMigrations,
  Keyring,
  leafHash,
  migrate,
  migrationFiles,
  OlderDatabase,
  ROLES,
  servicePool,
} from '../src/index.js';
import { event, newId, REGISTRY } from './fixture.js';

describe('migrations', () => {
  let admin: pg.Client;
  let dir: string;
  const made: string[] = [];

  beforeAll(async () => {
    admin = new pg.Client({ connectionString: process.env['LACHAN_TEST_SERVER'] });
    await admin.connect();
    dir = mkdtempSync(join(tmpdir(), 'lachan-migrations-'));
  });
  afterAll(async () => {
    for (const name of made) await admin.query(`drop database ${name} with (force)`);
    await admin.end();
    rmSync(dir, { recursive: true });
  });

  const emptyDatabase = async () => {
    const name = `test_${randomBytes(6).toString('hex')}`;
    await admin.query(`create database ${name}`);
    made.push(name);
    const url = new URL(process.env['LACHAN_TEST_SERVER'] ?? '');
    url.pathname = `/${name}`;
    return url.href;
  };
  const query = async (url: string, text: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text)).rows;
    } finally {
      await client.end();
    }
  };
  const set = (files: Record<string, string>, name = 'room') => {
    const folder = mkdtempSync(join(dir, 'set-'));
    for (const [file, sql] of Object.entries(files)) writeFileSync(join(folder, file), sql);
    return { name, dir: folder };
  };

  it('are applied once, in order, as the owner of all objects', async () => {
    const url = await emptyDatabase();
    const applied = await migrate(url, [eventStoreMigrations]);
    expect(applied.map(({ file }) => file)).toEqual(migrationFiles(eventStoreMigrations).map(({ file }) => file));
    expect(await migrate(url, [eventStoreMigrations])).toEqual([]);
    const owners = await query(
      url,
      "select distinct pg_get_userbyid(relowner) as owner from pg_class where relnamespace in ('es'::regnamespace, 'keys'::regnamespace)",
    );
    expect(owners).toEqual([{ owner: 'lachan_owner' }]);
  });

  it('may be run by many at once, also on several databases that share the roles', async () => {
    const urls = [await emptyDatabase(), await emptyDatabase(), await emptyDatabase()];
    await Promise.all([...urls, ...urls].map((url) => migrate(url, [eventStoreMigrations])));
    const roles = await query(
      urls[0] ?? '',
      "select count(*)::int as n from pg_roles where rolname like 'lachan\\_%' and not rolcanlogin",
    );
    expect(roles).toEqual([{ n: ROLES.length }]);
  });

  it('work for an administrator who is no superuser', async () => {
    const [url, name] = [await emptyDatabase(), `admin_${randomBytes(4).toString('hex')}`];
    // The roles exist already on this server, made by the superuser: an operator grants them, as OPERATIONS says.
    await migrate(url, []);
    await admin.query(`create role ${name} login password 'pw' createrole`);
    for (const role of ROLES) await admin.query(`grant ${role} to ${name} with admin true, inherit false, set true`);
    await admin.query(`alter database ${new URL(url).pathname.slice(1)} owner to ${name}`);
    await query(url, `alter table public.lachan_migration owner to ${name}`);
    const asAdmin = new URL(url);
    asAdmin.username = name;
    asAdmin.password = 'pw';
    expect(await migrate(asAdmin.href, [eventStoreMigrations])).toHaveLength(
      migrationFiles(eventStoreMigrations).length,
    );
    expect(
      await query(asAdmin.href, 'set role lachan_intake; select 1').catch((error: unknown) => error),
    ).not.toBeInstanceOf(Error);
  });

  it('refuse a file that was changed, is missing, comes late or fails, and leave nothing half-applied', async () => {
    const url = await emptyDatabase();
    const first = { '0001-one.sql': 'create schema room; create table room.a (n integer);' };
    await migrate(url, [set({ ...first, '0003-three.sql': 'create table room.c (n integer);' })]);
    const attempt = (files: Record<string, string>) => migrate(url, [set(files)]);
    await expect(attempt(first)).rejects.toThrow('does not: it is older');
    await expect(attempt({ '0001-one.sql': 'select 1', '0003-three.sql': '' })).rejects.toThrow('was changed after');
    const three = { ...first, '0003-three.sql': 'create table room.c (n integer);' };
    await expect(attempt({ ...three, '0002-two.sql': 'select 1' })).rejects.toThrow('numbered before one');
    await expect(attempt({ ...three, '3-x.sql': 'select 1' })).rejects.toThrow('not named NNNN-name.sql');
    await expect(attempt({ ...three, '0003-again.sql': 'select 1' })).rejects.toThrow('used twice');
    await expect(
      attempt({ ...three, '0004-four.sql': 'create table room.d (n integer); select 1/0;' }),
    ).rejects.toThrow('migration room/0004-four.sql failed: division by zero');
    expect(await query(url, "select to_regclass('room.d') as d")).toEqual([{ d: null }]);
    expect(await attempt({ ...three, '0004-four.sql': 'create table room.d (n integer);' })).toHaveLength(1);
  });

  it('say of a database whether a program may run on it: never on an older one, on a newer one unless that took something away', async () => {
    const url = await emptyDatabase();
    const one = { '0001-one.sql': 'create schema room; create table room.a (n integer);' };
    const two = { ...one, '0002-two.sql': 'alter table room.a add column m integer;' };
    const three = { ...two, '0003-three.sql': '-- contracts: needs 0002\nalter table room.a drop column n;' };
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const may = (files: Record<string, string>) => demandMigrations(client, [set(files)]);

    await expect(may(one)).rejects.toThrow('it lacks room/0001-one.sql; run `lachan migrate`');
    await migrate(url, [set(one)]);
    await expect(may(one)).resolves.toBeUndefined();
    await expect(may(three)).rejects.toThrow('it lacks room/0002-two.sql and 1 more');
    await expect(may(three)).rejects.toBeInstanceOf(OlderDatabase);
    await migrate(url, [set(two)]);
    await expect(may(one)).resolves.toBeUndefined();
    await migrate(url, [set(three)]);
    await expect(may(two)).resolves.toBeUndefined();
    await expect(may(one)).rejects.toThrow(
      'older than the database: room/0003-three.sql needs one that knows number 2 of room, this one ends at 1',
    );
    await client.end();
  });

  // As a later release does it: the same set with a further file, on a database that is in use.
  it('upgrade a filled database: every event is still there and every leaf still matches', async () => {
    const url = await emptyDatabase();
    const later = mkdtempSync(join(dir, 'later-'));
    cpSync(eventStoreMigrations.dir, later, { recursive: true });
    writeFileSync(
      join(later, '9001-more.sql'),
      "alter table es.log add column tenant text; alter table es.log alter column tenant set default 'one';",
    );
    writeFileSync(join(later, '9002-index.sql'), 'create index log_ordering_key on es.log (ordering_key);');
    await migrate(url, [eventStoreMigrations]);
    const pool = servicePool(url, 'triage');
    const open = () =>
      new EventStore({ pool, registry: REGISTRY, keyring: new Keyring(Buffer.alloc(32, 1)), service: 'triage' });
    const before = open();
    const streams = Array.from({ length: 30 }, () => `case-${newId()}`);
    const fields = { url: 'https://example.test/', note: 'ghi chú', n: 1 };
    await Promise.all(
      streams.map((stream) =>
        before.append({
          streams: [{ stream, expectedVersion: 0, events: [event('Opened', fields), event('Opened')] }],
        }),
      ),
    );
    await before.close();

    const applied = await migrate(url, [{ name: 'event-store', dir: later }]);
    expect(applied.map(({ file }) => file)).toEqual(['9001-more.sql', '9002-index.sql']);

    const after = open();
    for (const stream of streams) {
      const events = await after.readStream(stream);
      expect(events.map(({ data }) => data)).toEqual([fields, {}]);
      await after.append({ streams: [{ stream, expectedVersion: 2, events: [event('Opened')] }] });
    }
    const events = await after.readAll({ after: 0, limit: 1_000 });
    const stored = await query(url, 'select data, leaf from es.log order by position');
    expect(events).toHaveLength(90);
    for (const [index, recorded] of events.entries()) {
      expect(leafHash({ ...recorded, data: stored[index]?.['data'] })).toEqual(stored[index]?.['leaf']);
    }
    await after.close();
    await pool.end();
  });
});
