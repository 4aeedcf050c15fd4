import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ReportAccepted } from '#libs/contracts';
import { LAM_DONG, freshLink } from './one-case.js';
import { Product } from './product.js';
import pg from 'pg';

interface Health {
  readonly status: string;
  readonly checks: Readonly<Record<string, { status: string; says?: string }>>;
}

let product: Product;
beforeAll(async () => {
  product = await Product.start();
}, 120_000);
afterAll(() => product.close());

const health = () => product.call<Health>(null, 'health');
const ready = () => product.call<{ status: string; checks: Record<string, string> }>(null, 'health/ready');
const until = (status: string) =>
  product.until(`health to be ${status}`, async () => {
    const answer = await health();
    return answer.body.status === status ? answer : undefined;
  });
const report = () =>
  product.call<ReportAccepted>(LAM_DONG.channel, '/reports', {
    body: { urls: [freshLink()], province: LAM_DONG.province },
  });

/** As the server's administrator, from another database: what a broken or restarted server looks like from inside. */
const server = async (statement: (database: string) => string): Promise<void> => {
  const url = new URL(product.database.url);
  const database = url.pathname.slice(1);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  await client.query(statement(database)).finally(() => client.end());
};

describe('health', () => {
  it('is ready when everything runs, each service by its conditions', async () => {
    const { status, body } = await until('ready');
    expect(status).toBe(200);
    for (const service of ['intake', 'triage', 'dispatch', 'directory', 'ledger'])
      for (const condition of ['database', 'subscriptions', 'parked', 'behind', 'caught-up'])
        expect(body.checks[`${service}-${condition}`]).toEqual({ status: 'ok' });
    expect(body.checks['disk']).toBeDefined();
  });

  it('is degraded while something is parked, says what, and goes on taking in reports', async () => {
    await product.database.pool.query(
      `insert into messaging.failure (subscription, ordering_key, position, event_id, stream, type, attempts, error, first_failed_at, last_failed_at, parked_at)
       values ('triage.cases', 'nobody', 1, gen_random_uuid(), 'nobody', 'ReportReceived', 8, 'Error: away', now(), now(), now())`,
    );
    // Seen only where the subscription has a place of its own.
    await product.database.pool.query(
      "update messaging.failure set subscription = (select min(subscription) from messaging.standing where subscription like 'triage.%') where ordering_key = 'nobody'",
    );
    const { status, body } = await until('degraded');
    expect(status).toBe(200);
    expect(body.checks['triage-parked']).toEqual({
      status: 'degraded',
      says: expect.stringMatching(/^triage\.\S+: 1 parked; see lachan parked$/),
    });
    const probe = await ready();
    expect([probe.status, probe.body.status, probe.body.checks['triage-parked']]).toEqual([
      200,
      'ok',
      expect.stringContaining('1 parked'),
    ]);
    expect((await report()).status).toBe(202);
    const { text } = await product.call(null, 'metrics');
    expect(text).toContain('lachan_health_check{check="triage-parked"} 0');
    await product.database.pool.query("delete from messaging.failure where ordering_key = 'nobody'");
    await until('ready');
  });

  it('is unavailable while the database is away, with no word of where it is; afterwards all is well by itself', async () => {
    await server((database) => `alter database ${database} with allow_connections false`);
    await server((database) => `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${database}'`);
    const { status, text, headers } = await until('unavailable');
    expect([status, headers.get('retry-after')]).toEqual([503, '5']);
    expect(text).not.toMatch(/postgres:|127\.0\.0\.1|test_/);
    expect((await ready()).status).toBe(503);
    expect((await report()).status).toBe(503);
    await server((database) => `alter database ${database} with allow_connections true`);
    await until('ready');
    expect((await report()).status).toBe(202);
  });
});
