import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { SERVICES_OF_THE_HOUSE } from '#apps/lachan';
import { migrationFiles, packagePath } from '#libs/event-store';
import { migrationsOf } from '#libs/process';

/** Files up to here were made before two versions were meant to run side by side. */
const BEFORE: Readonly<Record<string, number>> = {
  'event-store': 17,
  messaging: 4,
  identity: 13,
  intake: 2,
  triage: 5,
  dispatch: 6,
  ledger: 2,
};

/** What a process of the version before may still rely on, and a migration may take from it. */
const TAKES: readonly (readonly [RegExp, string])[] = [
  [/\bdrop\s+(table|column|schema|view|function|policy|type|role)\b/, 'drops what an old process may use'],
  [/\brename\s+(to|column|constraint)\b/, 'renames what an old process may use'],
  [/\balter\s+column\s+\S+\s+(set\s+data\s+)?type\b/, 'changes the type of a column'],
  [/\balter\s+column\s+\S+\s+drop\s+default\b/, 'drops a default that an old process leans on'],
  [/\bset\s+not\s+null\b/, 'refuses rows that an old process writes'],
  [/\badd\s+column\s+(?![^;,]*\bdefault\b)[^;,]*\bnot\s+null\b/, 'refuses rows that an old process writes'],
  [/\brevoke\b/, 'takes a right away'],
];

/** Uniqueness and other constraints on a table that was there before refuse rows too. */
const TIGHTENS =
  /\balter\s+table\s+(?:only\s+)?(\S+)\s+add\s+(?:constraint|unique|check|primary|foreign|exclude)\b|\bcreate\s+unique\s+index\s+(?:\w+\s+)?on\s+(\S+)/g;

/** Why a migration would stop processes of the version before; empty when they go on beside it. */
const faultsOf = (sql: string): string[] => {
  if (/^-- contracts: needs \d{4}\n/.test(sql)) return [];
  const said = sql
    .replace(/--[^\n]*/g, '')
    .replace(/'[^']*'/g, "''")
    .toLowerCase();
  // Everybody may call a function from the moment it is made: whoever makes one takes that from nobody.
  const text = [...said.matchAll(/\bcreate\s+function\s+([\w.]+)/g)].reduce(
    (rest, [, name = '']) => rest.replaceAll(`revoke all on function ${name} from public;`, ''),
    said,
  );
  const own = new Set(
    [...text.matchAll(/\bcreate\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?(\S+)/g)].map(([, name]) => name),
  );
  const tightened = [...text.matchAll(TIGHTENS)]
    .map(([, altered, indexed]) => altered ?? indexed ?? '')
    .filter((name) => !own.has(name));
  return [
    ...TAKES.filter(([pattern]) => pattern.test(text)).map(([, why]) => why),
    ...tightened.map((name) => `tightens ${name}`),
  ];
};

const sets = migrationsOf(SERVICES_OF_THE_HOUSE);

describe('a migration', () => {
  it('is in a folder that the product migrates, each of them', () => {
    const folders = ['libs', 'apps'].flatMap((room) =>
      readdirSync(packagePath(room), { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && readdirSync(packagePath(`${room}/${entry.name}`)).includes('sql'))
        .map(({ name }) => name),
    );
    expect(sets.map(({ name }) => name).sort()).toEqual(folders.sort());
  });

  it('leaves processes of the version before all they use, or says from which version on they are left behind', () => {
    const files = sets.flatMap((set) =>
      migrationFiles(set)
        .filter(({ number }) => number > (BEFORE[set.name] ?? 0))
        .map(({ file, sql }) => ({ file: `${set.name}/${file}`, faults: faultsOf(sql) })),
    );
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter(({ faults }) => faults.length > 0)).toEqual([]);
  });

  it('that takes something away comes after one that a version before it knows', () => {
    for (const set of sets)
      for (const { number, needs } of migrationFiles(set)) if (needs !== null) expect(needs).toBeLessThan(number);
  });

  it.each([
    ['alter table room.a drop column n;', 'drops what an old process may use'],
    ['alter table room.a rename column n to m;', 'renames what an old process may use'],
    ['alter table room.a alter column n type bigint;', 'changes the type of a column'],
    ['alter table room.a alter column n set not null;', 'refuses rows that an old process writes'],
    ['alter table room.a add column n integer not null;', 'refuses rows that an old process writes'],
    ['alter table room.a alter column n drop default;', 'drops a default that an old process leans on'],
    ['revoke select on room.a from lachan_intake;', 'takes a right away'],
    [
      'create function room.f() returns integer return 1; revoke all on function room.g from public;',
      'takes a right away',
    ],
    [
      'create or replace function room.f() returns integer return 1; revoke all on function room.f from public;',
      'takes a right away',
    ],
    ['create unique index a_n on room.a (n);', 'tightens room.a'],
    ['alter table room.a add constraint c check (n > 0);', 'tightens room.a'],
  ])('is found out: %s', (sql, why) => {
    expect(faultsOf(sql)).toEqual([why]);
    expect(faultsOf(`-- contracts: needs 0001\n${sql}`)).toEqual([]);
  });

  it.each([
    "alter table room.a add column n integer not null default 0;\n-- drop table room.a;\ncomment on table room.a is 'we drop table a';",
    'create table room.b (n integer not null primary key); create unique index b_n on room.b (n); alter table room.b add constraint c check (n > 0);',
    'alter table room.a add column n integer; create index a_n on room.a (n);',
    'create function room.f() returns integer return 1; revoke all on function room.f from public;',
  ])('is let through: %s', (sql) => {
    expect(faultsOf(sql)).toEqual([]);
  });
});
