import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderDetail, SandboxResult } from '#libs/contracts';
import { rebuildReadModels } from '#libs/messaging';
import { readModels, reconcile } from '../src/index.js';
import { Timers } from '../src/timers/timers.js';
import { DispatchUnderTest } from './dispatch-under-test.js';

let under: DispatchUnderTest;
beforeAll(async () => {
  under = await DispatchUnderTest.start();
});
afterAll(() => under.close());

const ofOrder = async (order: string, ...types: Parameters<DispatchUnderTest['events']>) =>
  (await under.events(...types)).filter(({ data }) => 'orderId' in data && data.orderId === order);

describe('time passes', () => {
  it('and an order expires by itself, with its lifts; what was never fetched is recalled', async () => {
    const { order } = await under.approve({ providers: ['isp-url', 'telecom-a'], expiresInSeconds: 2 });
    await under.receive('isp-url', order);
    await under.until(async () => (await ofOrder(order, 'OrderExpired')).length > 0);

    const lifts = await ofOrder(order, 'LiftQueued', 'RequestLifted');
    expect(lifts.map(({ type, data }) => [type, 'provider' in data ? data.provider : '']).sort()).toEqual([
      ['LiftQueued', 'isp-url'],
      ['LiftQueued', 'telecom-a'],
      ['RequestLifted', 'telecom-a'],
    ]);
    const { body } = await under.call<OrderDetail>(`/orders/${order}`, { cookie: 'giam-sat' });
    expect(body.status).toBe('expired');
  });

  it('and silence is recorded as overdue, once, and told to the unit above', async () => {
    const { order } = await under.approve({ providers: ['isp-url'] });
    await under.receive('isp-url', order);
    await under.reached('dispatch.due', await under.store('ledger').head());
    const timers = under.running.app.get(Timers, { strict: false });
    const inFiveHours = new Date(Date.now() + 5 * 3_600_000);
    await timers.run(inFiveHours);
    await timers.run(inFiveHours);

    const late = await ofOrder(order, 'RequestOverdue', 'RequestEscalated');
    expect(late.map(({ type, data }) => [type, 'step' in data ? data.step : 'to' in data ? data.to : ''])).toEqual([
      ['RequestOverdue', 'request-acknowledge'],
      ['RequestEscalated', 'so-tttt-ha-noi'],
    ]);
    await under.reached('dispatch.due', await under.store('ledger').head());
    const { rows } = await under.database.pool.query<{ step: string }>(
      'select step from dispatch_due.due_row where subject = $1',
      [under.request(order, 'isp-url')],
    );
    expect(rows).toEqual([{ step: 'request-enforce' }]);
  });

  it('and a lift that nobody answers is overdue like a block', async () => {
    const { order } = await under.approve({ providers: ['isp-url'] });
    await under.receive('isp-url', order);
    await under.call(`/orders/${order}/withdraw`, { cookie: 'nguoi-duyet', body: { reason: 'x' } });
    await under.reached('dispatch.due', await under.store('ledger').head());
    await under.running.app.get(Timers, { strict: false }).run(new Date(Date.now() + 5 * 3_600_000));

    const late = await ofOrder(order, 'LiftOverdue', 'RequestEscalated');
    expect(late.map(({ type }) => type)).toEqual(['LiftOverdue', 'RequestEscalated']);
  });

  it('but a step that was done in time is not late', async () => {
    const { order } = await under.approve({ providers: ['isp-url'] });
    await under.receive('isp-url', order);
    const request = under.request(order, 'isp-url');
    await under.call(`/requests/${request}/enforced`, { key: 'isp-url', body: {} });
    await under.until(async () => {
      const { rowCount } = await under.database.pool.query('select from dispatch_due.due_row where subject = $1', [
        request,
      ]);
      return rowCount === 0;
    });
    expect(await ofOrder(order, 'RequestOverdue')).toEqual([]);
  });
});

describe('the reconciliation', () => {
  it('finds every provider of every order in exactly one of five states', async () => {
    const { order } = await under.approve();
    await under.receive('isp-url', order);
    await under.receive('telecom-a', order);
    await under.call(`/requests/${under.request(order, 'isp-url')}/enforced`, { key: 'isp-url', body: {} });
    const report = await reconcile(under.host.runtime('dispatch'));

    expect([report.holes, report.differences]).toEqual([[], []]);
    const issued = await under.events('OrderIssued');
    expect(report.orders).toBe(issued.length);
    const providers = issued.reduce((sum, { data }) => sum + data.providers.length, 0);
    expect(Object.values(report.counts).reduce((sum, count) => sum + count, 0)).toBe(providers);
  });

  it('finds a hole: a provider in scope that nothing was queued for', async () => {
    const [issued] = await under.events('OrderIssued');
    if (!issued) throw new Error('no order');
    const orderId = crypto.randomUUID();
    await under.store('dispatch').append({
      streams: [
        {
          stream: `order-${orderId}`,
          expectedVersion: 0,
          events: [
            {
              ...issued,
              id: crypto.randomUUID(),
              data: { ...issued.data, orderId, providers: ['isp-url'], target: { host: 'x.example.test' }, statement: 'x' },
            },
          ].map(({ id, type, occurredAt, actor, correlationId, causationId, data, orderingKey }) => ({
            id, type, occurredAt, actor, correlationId, causationId, data, orderingKey,
          })), // prettier-ignore
        },
      ],
    });

    const report = await reconcile(under.host.runtime('dispatch'));
    expect(report.holes).toEqual([{ order: orderId, provider: 'isp-url' }]);
  });

  it('finds a read model that says something else than the log', async () => {
    const { order } = await under.approve({ providers: ['telecom-a'] });
    await under.receive('telecom-a', order);
    await under.reached('dispatch.requests', await under.store('ledger').head());
    await under.database.pool.query(`delete from dispatch_requests.request_row where order_id = $1`, [order]);

    const report = await reconcile(under.host.runtime('dispatch'));
    expect(report.differences).toEqual([
      { order, provider: 'telecom-a', log: 'delivered, open-on-time', readModel: null },
    ]);
  });

  it('gives its figures to Prometheus', async () => {
    const text = await (await fetch(`${under.url}/metrics`)).text();
    expect(text).toMatch(/lachan_reconciliation_requests\{standing="open-on-time"\} \d+/);
  });
});

describe('the read models', () => {
  it('made again from the log are row by row what they were: sequences, and so cursors, stay', async () => {
    const { order } = await under.approve();
    const { cursor } = await under.receive('isp-url', order);
    await under.call(`/orders/${order}/withdraw`, { cookie: 'nguoi-duyet', body: { reason: 'x' } });
    const head = await under.store('ledger').head();
    for (const { name } of readModels) await under.reached(name, head);
    const results = await rebuildReadModels({
      adminPool: under.database.pool,
      storeOf: (service) => under.store(service),
      readModels: readModels.filter(({ name }) => name !== 'dispatch.requests'),
    });

    expect(results.map(({ name, different, error }) => [name, different, error])).toEqual(
      results.map(({ name }) => [name, 0, undefined]),
    );
    // Nothing was looked for at a resolver and no letter written here; every other model has something to compare.
    expect(results.filter(({ rows }) => rows === 0).map(({ name }) => name)).toEqual([
      'dispatch.probes',
      'dispatch.letters',
    ]);
    const { items } = await under.poll('isp-url', cursor);
    expect(items.map((item) => [item.kind, item.order])).toEqual([['lift', order]]);
  });
});

describe('the sandbox', () => {
  it('keeps its feed in tables of the same shape as the real one', async () => {
    const columns = async (schema: string) => {
      const { rows } = await under.database.pool.query<Record<string, unknown>>(
        `select table_name, column_name, data_type, is_nullable, column_default from information_schema.columns
          where table_schema = $1 and table_name in ('head', 'request', 'item') order by 1, 2`,
        [schema],
      );
      return rows;
    };
    expect(await columns('dispatch_sandbox')).toEqual(await columns('dispatch_feed'));
    expect((await columns('dispatch_feed')).length).toBeGreaterThan(10);
  });

  it('gives a whole round on example.test names, and touches nothing real', async () => {
    const before = await under.store('ledger').head();
    const real = await under.poll('isp-url', undefined, { wait: 0, limit: 500 });
    const waiting = under.poll('thu-nghiem', undefined, { wait: 30 });
    const made = await under.call<SandboxResult>('/sandbox/requests', { key: 'thu-nghiem', body: { count: 2 } });
    expect([made.status, made.body.requests.length]).toEqual([201, 2]);

    const page = await waiting;
    const [first, second] = made.body.requests;
    expect(page.items.map(({ id }) => id).sort()).toEqual([...made.body.requests].sort());
    expect(page.items.every(({ target }) => JSON.stringify(target).includes('.example.test'))).toBe(true);
    const enforced = await under.call(`/requests/${first ?? ''}/enforced`, { key: 'thu-nghiem', body: {} });
    expect([enforced.status, enforced.body['state']]).toEqual([200, 'enforced']);
    expect((await under.call(`/requests/${second ?? ''}/acknowledge`, { key: 'isp-url', body: {} })).status).toBe(404);

    await under.call('/sandbox/requests', { key: 'thu-nghiem', body: { kind: 'lift', count: 1 } });
    const lifts = await under.poll('thu-nghiem', page.cursor);
    expect(lifts.items.map(({ kind, id }) => [kind, id])).toEqual([['lift', first]]);
    expect((await under.call(`/requests/${first ?? ''}/lifted`, { key: 'thu-nghiem', body: {} })).status).toBe(200);
    expect((await under.call('/feeds/domains', { key: 'thu-nghiem' })).text).toContain('.example.test');
    const foreign = await under.call(`/requests?cursor=${page.cursor}`, { key: 'isp-url' });
    expect(foreign.status).toBe(400);

    // Timers and other providers may write meanwhile; of the sandbox and its requests there is nothing.
    const written = await under.store('ledger').readAll({ after: before, limit: 1_000 });
    const ofSandbox = written.filter((event) => {
      const told = JSON.stringify(event);
      return told.includes('thu-nghiem') || made.body.requests.some((id) => told.includes(id));
    });
    expect(ofSandbox).toEqual([]);
    expect(await under.poll('isp-url', undefined, { wait: 0, limit: 500 })).toEqual(real);
    expect((await under.call('/sandbox/requests', { key: 'isp-url', body: {} })).status).toBe(403);
  });
});
