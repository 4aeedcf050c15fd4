import { afterAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { testDatabase } from '../src/index.js';

describe('a test database', () => {
  const made: Awaited<ReturnType<typeof testDatabase>>[] = [];
  const fresh = async () => {
    const database = await testDatabase();
    made.push(database);
    return database;
  };
  afterAll(() => Promise.all(made.map((database) => database.drop())));

  it('is migrated, its own, and works under the role that was asked for', async () => {
    const [one, other] = [await fresh(), await fresh()];
    await one.pool.query('create table es.mark (n integer)');
    const { rows } = await other.pool.query("select to_regclass('es.mark') as mark, current_user as who");
    expect(rows).toEqual([{ mark: null, who: 'lachan_owner' }]);
    const intake = await one.poolFor('intake').query("select current_user as who, to_regnamespace('es') as es");
    expect(intake.rows).toEqual([{ who: 'lachan_intake', es: 'es' }]);
  });

  it('is cloned from one template, not migrated again', async () => {
    const applied = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const { rows } = await (
          await fresh()
        ).pool.query('select max(applied_at)::text as at, count(*)::int as files from public.lachan_migration');
        return JSON.stringify(rows);
      }),
    );
    expect(new Set(applied).size).toBe(1);
  });

  it('is gone after drop, its pools too', async () => {
    const { url, pool, drop } = await testDatabase();
    await drop();
    await expect(pool.query('select 1')).rejects.toThrow();
    const client = new pg.Client({ connectionString: url });
    await expect(client.connect()).rejects.toThrow('does not exist');
  });
});
