import { afterAll, describe, expect, it } from '@jest/globals';
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

  it('is cloned, not migrated again: ten are there within one and a half seconds', async () => {
    await fresh();
    const start = performance.now();
    for (let i = 0; i < 10; i++) await fresh();
    expect(performance.now() - start).toBeLessThan(1_500);
  });
});
