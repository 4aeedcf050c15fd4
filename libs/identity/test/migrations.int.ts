import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventStoreMigrations } from '#libs/event-store';
import { testDatabase, type TestDatabase } from '#libs/testing';
import { identityMigrations } from '../src/index.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase({ migrations: [eventStoreMigrations, identityMigrations] });
});
afterAll(() => database.drop());

const unit = (id: string, position: number, from: string, to: string | null, retired = false): Promise<unknown> =>
  database.pool.query(
    `insert into identity.unit (id, position, name, kind, valid_from, valid_to, superior, successors, retired)
     values ($1::text, $2::bigint, $1::text || $2::bigint::text, 'department', $3, $4, null, '{}', $5)`,
    [id, position, from, to, retired],
  );

const nameAt = async (id: string, moment: string): Promise<string | undefined> => {
  const { rows } = await database
    .poolFor('identity')
    .query<{ name: string }>('select name from identity.unit_at($1, $2)', [id, moment]);
  return rows[0]?.name;
};

describe('the version of an entry that counts at a moment', () => {
  it('is the one approved last among those begun, and none once that one has ended', async () => {
    await unit('so-a', 1, '2026-01-01T00:00:00Z', null);
    await unit('so-a', 5, '2026-06-01T00:00:00Z', '2026-09-01T00:00:00Z');
    await unit('so-a', 9, '2026-12-01T00:00:00Z', null);

    expect(await nameAt('so-a', '2025-12-31T00:00:00Z')).toBeUndefined();
    expect(await nameAt('so-a', '2026-03-01T00:00:00Z')).toBe('so-a1');
    expect(await nameAt('so-a', '2026-07-01T00:00:00Z')).toBe('so-a5');
    expect(await nameAt('so-a', '2026-10-01T00:00:00Z')).toBeUndefined();
    expect(await nameAt('so-a', '2026-12-02T00:00:00Z')).toBe('so-a9');
  });

  it('is none from a retirement on', async () => {
    await unit('so-b', 2, '2026-01-01T00:00:00Z', null);
    await unit('so-b', 3, '2026-05-01T00:00:00Z', null, true);

    expect(await nameAt('so-b', '2026-04-30T00:00:00Z')).toBe('so-b2');
    expect(await nameAt('so-b', '2026-05-02T00:00:00Z')).toBeUndefined();
  });
});

describe('the guards’ role', () => {
  it.each(['credential', 'invitation', 'setup_token', 'sign_in_failure', 'second_factor'])(
    'cannot read identity.%s',
    async (table) => {
      await expect(database.poolFor('identity').query(`select from identity.${table}`)).rejects.toThrow(
        'permission denied',
      );
    },
  );

  it.each(['person', 'unit', 'provider', 'session', 'api_key'])(
    'reads identity.%s and cannot change it',
    async (table) => {
      const guards = database.poolFor('identity');
      await expect(guards.query(`select from identity.${table}`)).resolves.toBeDefined();
      await expect(guards.query(`delete from identity.${table}`)).rejects.toThrow('permission denied');
    },
  );

  it.each(['intake', 'triage', 'dispatch', 'ledger'] as const)(
    'is not %s’s: that one reads nothing here',
    async (role) => {
      await expect(database.poolFor(role).query('select from identity.person')).rejects.toThrow('permission denied');
    },
  );
});
