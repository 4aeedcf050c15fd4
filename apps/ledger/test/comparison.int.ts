import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Comparison } from '#libs/contracts';
import { REBUILD_LOCK, aloneAtRebuilding } from '#libs/messaging';
import { readModels } from '../src/index.js';
import { LedgerUnderTest } from './ledger-under-test.js';
import { Story } from './story.js';

let under: LedgerUnderTest;
beforeAll(async () => {
  under = await LedgerUnderTest.start();
  await new Story(under).whole();
  const head = await under.store('ledger').head();
  await under.until(async () => {
    const { rows } = await under.database.pool.query<{ behind: boolean }>(
      'select bool_or(position < $1) as behind from messaging.checkpoint',
      [head],
    );
    return rows[0]?.behind === false ? true : undefined;
  });
});
afterAll(() => under.close());

const last = (): Promise<Comparison> => under.read<Comparison>('/audit/compare');
const finished = (): Promise<Comparison> =>
  under.until(async () => {
    const run = await last();
    return run.state === 'running' ? undefined : run;
  });

describe('live compared with rebuilt', () => {
  it('was never asked for at first', async () => {
    expect(await last()).toMatchObject({ state: 'never', models: [], equal: null });
  });

  it('runs in the background over every read model, one run at a time, and finds them equal', async () => {
    const begun = await Promise.all([1, 2].map(() => under.call('auditor', '/audit/compare', {})));

    expect(begun.map(({ status }) => status).sort()).toEqual([202, 409]);
    expect(begun.find(({ status }) => status === 409)?.body.code).toBe('comparison-running');
    const run = await finished();
    expect(run).toMatchObject({ state: 'done', equal: true, startedBy: 'auditor', total: readModels.length });
    expect(run.models.map(({ name }) => name)).toEqual(readModels.map(({ name }) => name));
  });

  it('names a row that is not what the log says, by its key alone', async () => {
    await under.database.pool.query(`update ledger_orders.order_interval set unit = 'gia-mao'`);

    await under.call('auditor', '/audit/compare', {});

    const run = await finished();
    expect(run).toMatchObject({ state: 'done', equal: false });
    const orders = run.models.find(({ name }) => name === 'ledger.orders');
    expect(orders).toMatchObject({ different: 1, differences: [{ kind: 'changed', columns: ['unit'] }] });
    expect(JSON.stringify(run)).not.toContain('gia-mao');
  });

  it('does not begin while the command line rebuilds, nor the other way round', async () => {
    const begun = await aloneAtRebuilding(under.database.pool, async () => {
      expect(await aloneAtRebuilding(under.database.pool, () => Promise.resolve('began'))).toBeUndefined();
      return under.call('auditor', '/audit/compare', {});
    });
    expect(begun).toMatchObject({ status: 409, body: { code: 'comparison-running' } });
  });

  it('says that a run was interrupted when nobody is at it any more', async () => {
    await under.database.pool.query('update ledger_comparison.run set finished_at = null');
    expect(await last()).toMatchObject({ state: 'interrupted', equal: null });
  });

  it('never calls a run interrupted that ends while somebody asks', async () => {
    await under.database.pool.query('update ledger_comparison.run set finished_at = now()');
    const worker = await under.database.pool.connect();
    const seen = new Set<string>();
    let ended = false;
    const ask = async (): Promise<void> => {
      while (!ended) seen.add((await last()).state);
    };
    const asking = Promise.all([ask(), ask(), ask()]);
    try {
      for (let run = 0; run < 200; run += 1) {
        await worker.query(`select pg_advisory_lock(${REBUILD_LOCK})`);
        await worker.query(
          'insert into ledger_comparison.run (id, started_at, started_by, total) values (gen_random_uuid(), clock_timestamp(), $1, 0)',
          ['auditor'],
        );
        await worker.query('update ledger_comparison.run set finished_at = now() where finished_at is null');
        await worker.query(`select pg_advisory_unlock(${REBUILD_LOCK})`);
      }
    } finally {
      ended = true;
      worker.release(true);
    }
    await asking;
    expect([...seen].sort()).toEqual(['done', 'running']);
  });

  it('begins again as soon as the run before it says that it ended', async () => {
    for (let run = 0; run < 3; run += 1) {
      expect((await under.call('auditor', '/audit/compare', {})).status).toBe(202);
      expect(await finished()).toMatchObject({ state: 'done' });
    }
  });

  it('is the auditor’s alone', async () => {
    expect((await under.call('hoa', '/audit/compare', {})).status).toBe(403);
  });
});
