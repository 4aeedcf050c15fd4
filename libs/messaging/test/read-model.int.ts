import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ensureReadModels, listParked, rebuildReadModels, retryParked, subscriptionLag } from '#libs/messaging';
import type { ReadModel } from '#libs/messaging';
import { ReadPosition } from '#libs/service-kit';
import type { TestDatabase } from '#libs/testing';
import { append, appendAll, database, startProcess, until } from './services-under-test.js';

/** Notes per case, and one row per note without a primary key. */
const notes: ReadModel = {
  name: 'triage.notes',
  service: 'triage',
  schema: 'triage_notes',
  ddl: `create table per_case (case_id text primary key, notes integer not null, last text not null);
        create table note (case_id text not null, value text not null);
        create view only_ids as select case_id from per_case;`,
  types: ['NoteAdded'],
  shares: [{ to: 'intake', relations: ['only_ids'] }],
  async apply(db, events) {
    for (const event of events) {
      const { value } = event.data as { value: string };
      if (value === poison) throw new Error('cannot be applied');
      await db.query(
        `insert into per_case values ($1, 1, $2)
         on conflict (case_id) do update set notes = per_case.notes + 1, last = excluded.last`,
        [event.stream, value],
      );
      await db.query('insert into note values ($1, $2)', [event.stream, value]);
    }
  },
};

let poison = '';
let db: TestDatabase;
let running: Awaited<ReturnType<typeof startProcess>>;

beforeAll(async () => {
  db = await database();
});
afterAll(() => db.drop());
beforeEach(async () => {
  poison = '';
  running = await startProcess(db, [], [{ service: 'triage', readModels: [notes] }]);
});
afterEach(() => running.stop());

const addNotes = (key: string, values: readonly string[]) =>
  appendAll(running.host, values.map((value) => ({ key, type: 'NoteAdded' as const, data: { value } }))); // prettier-ignore

async function caughtUp(): Promise<void> {
  const { store, progress, database: own } = running.host.runtime('triage');
  const position = new ReadPosition(progress, own, running.host.clock);
  expect(await position.wait(['triage.notes'], await store.head())).toEqual({ stale: false });
}

const perCase = async (key: string) =>
  (await db.pool.query<{ notes: number; last: string }>('select notes, last from triage_notes.per_case where case_id = $1', [key])).rows[0]; // prettier-ignore

const rebuild = (more: { swap?: boolean } = {}) =>
  rebuildReadModels({
    adminPool: db.pool,
    storeOf: (service) => running.host.runtime(service).store,
    readModels: [notes],
    ...more,
  });

describe('a read model', () => {
  it('is written under its own search path and can be waited for by position', async () => {
    await addNotes('case-a', ['one', 'two']);
    await caughtUp();
    expect(await perCase('case-a')).toEqual({ notes: 2, last: 'two' });
  });

  it('answers stale when it is not there within the time', async () => {
    const { store, progress, database: own } = running.host.runtime('triage');
    const position = new ReadPosition(progress, own, running.host.clock);
    expect(await position.wait(['triage.notes'], (await store.head()) + 1, 20)).toEqual({ stale: true });
    expect(await position.wait(['triage.notes'], undefined)).toEqual({ stale: false });
  });

  it('can be waited for by a process that does not run it', async () => {
    const second = await startProcess(db, [], []);
    const { progress, database: own } = second.host.runtime('triage');
    const position = new ReadPosition(progress, own, second.host.clock);
    const { position: at } = await append(running.host, 'case-elsewhere', 'CaseClosed');
    expect(await position.wait(['triage.notes'], at)).toEqual({ stale: false });
    await second.host.close();
    await second.stop();
  });

  it('shares only what it says with the services it says', async () => {
    const intake = db.poolFor('intake');
    await expect(intake.query('select case_id from triage_notes.only_ids')).resolves.toBeDefined();
    await expect(intake.query('select * from triage_notes.per_case')).rejects.toThrow('permission denied');
    await expect(db.poolFor('dispatch').query('select * from triage_notes.only_ids')).rejects.toThrow(
      'permission denied',
    );
  });

  it('keeps an event it cannot apply, holds back that key only, and catches up when it is retried', async () => {
    poison = 'bad';
    await addNotes('case-bad', ['ok', 'bad', 'later']);
    await addNotes('case-good', ['fine']);
    const [parked] = await until(() => listParked(db.poolFor('triage')), (rows) => rows.length === 1); // prettier-ignore
    expect(parked).toMatchObject({ subscription: 'triage.notes', orderingKey: 'case-bad', waiting: 1 });
    expect(await perCase('case-bad')).toEqual({ notes: 1, last: 'ok' });
    await until(() => perCase('case-good'), (row) => row?.notes === 1); // prettier-ignore
    const [lag] = await subscriptionLag(db.poolFor('triage'), running.host.runtime('triage').store);
    expect(lag).toMatchObject({ subscription: 'triage.notes', parked: 1, deferred: 1, lag: 0 });

    const compared = await rebuild();
    expect(compared[0]).toMatchObject({ different: 0, swapped: true });
    poison = '';
    await retryParked(db.poolFor('triage'), parked?.id ?? '', new Date());
    await until(() => perCase('case-bad'), (row) => row?.last === 'later'); // prettier-ignore
    expect(await perCase('case-bad')).toEqual({ notes: 3, last: 'later' });
  });
});

describe('a rebuild', () => {
  it('finds no difference where there is none, swaps, and the running subscription goes on in the new tables', async () => {
    await addNotes('case-r1', ['a', 'b']);
    await caughtUp();
    const [result] = await rebuild();
    expect(result).toMatchObject({ name: 'triage.notes', different: 0, differences: [], swapped: true });
    expect(result?.events).toBeGreaterThanOrEqual(2);
    await addNotes('case-r1', ['c']);
    await caughtUp();
    expect(await perCase('case-r1')).toEqual({ notes: 3, last: 'c' });
    await expect(db.poolFor('intake').query('select case_id from triage_notes.only_ids')).resolves.toBeDefined();
  });

  it('finds and names a flipped byte, a lost row and an invented one, and puts them right', async () => {
    await addNotes('case-r2', ['x']);
    await addNotes('case-r3', ['y']);
    await caughtUp();
    await db.pool.query("update triage_notes.per_case set last = 'z' where case_id = 'case-r2'");
    await db.pool.query("delete from triage_notes.per_case where case_id = 'case-r3'");
    await db.pool.query("insert into triage_notes.per_case values ('case-none', 1, '')");
    await db.pool.query("update triage_notes.note set value = 'Y' where case_id = 'case-r3'");

    const [looked] = await rebuild({ swap: false });
    expect(looked).toMatchObject({ different: 5, swapped: false });
    expect(await perCase('case-r2')).toEqual({ notes: 1, last: 'z' });

    const [result] = await rebuild();
    expect(result).toMatchObject({ different: 5, swapped: true });
    expect(result?.differences.filter(({ table }) => table === 'per_case')).toEqual([
      { table: 'per_case', kind: 'unexpected', key: '{"case_id": "case-none"}', columns: [] },
      { table: 'per_case', kind: 'changed', key: '{"case_id": "case-r2"}', columns: ['last'] },
      { table: 'per_case', kind: 'missing', key: '{"case_id": "case-r3"}', columns: [] },
    ]);
    expect(result?.differences.filter(({ table }) => table === 'note').map(({ kind }) => kind).sort()).toEqual(['missing', 'unexpected']); // prettier-ignore
    expect(await perCase('case-r2')).toEqual({ notes: 1, last: 'x' });
    expect((await rebuild())[0]).toMatchObject({ different: 0 });
  });

  it('runs beside a subscription under load without losing or doubling an event', async () => {
    const writing = (async () => {
      for (let n = 0; n < 60; n += 1) await addNotes(`case-load${String(n % 5)}`, [String(n)]);
    })();
    const results = [await rebuild(), await rebuild()].flat();
    await writing;
    expect(results.map(({ different, swapped }) => ({ different, swapped }))).toEqual([
      { different: 0, swapped: true },
      { different: 0, swapped: true },
    ]);
    await caughtUp();
    expect((await rebuild())[0]).toMatchObject({ different: 0 });
    for (const n of [0, 1, 2, 3, 4]) expect((await perCase(`case-load${String(n)}`))?.notes).toBe(12);
  });

  it('says which model could not be rebuilt and leaves the live one alone', async () => {
    await addNotes('case-r4', ['fatal']);
    await caughtUp();
    poison = 'fatal';
    const [result] = await rebuild();
    expect(result).toMatchObject({ swapped: false, error: 'Error: cannot be applied' });
    expect(await perCase('case-r4')).toEqual({ notes: 1, last: 'fatal' });
    const { rows } = await db.pool.query("select 1 from pg_namespace where nspname like 'triage\\_notes\\_\\_%'");
    expect(rows).toEqual([]);
  });
});

describe('a changed definition', () => {
  it('makes the tables anew from the whole log; an unchanged one is left alone', async () => {
    await addNotes('case-d', ['before']);
    await caughtUp();
    await running.stop();
    const wider: ReadModel = {
      ...notes,
      ddl: `${notes.ddl} create table seen (position bigint primary key);`,
      version: 2,
    };
    expect(await ensureReadModels(db.pool, [notes])).toEqual([]);
    expect(await ensureReadModels(db.pool, [wider])).toEqual(['triage.notes']);
    running = await startProcess(db, [], [{ service: 'triage', readModels: [wider] }]);
    await caughtUp();
    expect(await perCase('case-d')).toEqual({ notes: 1, last: 'before' });
    await ensureReadModels(db.pool, [notes]);
  });

  it('is filled beside the live tables while an old process goes on; then that one cannot write them, says why, and a newer one goes on', async () => {
    const wider: ReadModel = {
      ...notes,
      ddl: `${notes.ddl} create table seen (position bigint primary key);`,
      version: 3,
      async apply(tx, events) {
        await notes.apply(tx, events);
        for (const { position } of events) await tx.query('insert into seen values ($1)', [position]);
      },
    };
    const storeOf = () => running.host.runtime('triage').store;
    const old = running;
    await addNotes('case-e', ['one']);
    await caughtUp();
    poison = 'worse';
    await addNotes('case-f', ['worse']);
    const [parked] = await until(() => listParked(db.pool), ({ length }) => length === 1); // prettier-ignore

    expect(await ensureReadModels(db.pool, [wider], storeOf)).toEqual(['triage.notes']);
    expect(await perCase('case-e')).toEqual({ notes: 1, last: 'one' });
    poison = '';
    await retryParked(db.pool, parked?.id ?? '', new Date());
    await addNotes('case-e', ['two']);
    const says = async () => (await old.host.readiness.ask()).checks['triage-subscriptions'];
    await until(says, (said) => said?.startsWith('older than the rest of the installation: wanted the tables of triage.notes') === true); // prettier-ignore
    expect([await perCase('case-e'), await perCase('case-f')]).toEqual([{ notes: 1, last: 'one' }, undefined]);

    running = await startProcess(db, [], [{ service: 'triage', readModels: [wider] }]);
    await until(() => perCase('case-e'), (row) => row?.notes === 2); // prettier-ignore
    await until(() => perCase('case-f'), (row) => row?.last === 'worse'); // prettier-ignore
    await old.stop();
    const [result] = await rebuildReadModels({ adminPool: db.pool, storeOf, readModels: [wider], swap: false });
    expect(result).toMatchObject({ different: 0, differences: [] });
    expect(result?.error).toBeUndefined();
    await ensureReadModels(db.pool, [notes], storeOf);
  });
});
