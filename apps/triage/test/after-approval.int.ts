import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EXPIRES, Ordered, type OrderedTerms } from './ordered.js';
import { BOOT, TriageUnderTest } from './triage-under-test.js';
import { LAM_DONG } from './world.js';

let under: TriageUnderTest;
beforeAll(async () => {
  under = await TriageUnderTest.start();
}, BOOT);
afterAll(() => under.close(), BOOT);

const make = (...terms: OrderedTerms): Promise<Ordered> => Ordered.make(under, ...terms);

describe('what becomes of an order', () => {
  it('the first provider that enforces puts the case in force, later ones change nothing', async () => {
    const ordered = await make();
    await ordered.say('nha-mang', 'RequestEnforced', { enforcedAt: '2026-11-02T00:00:00.000Z' });
    await ordered.status('in-force');
    await ordered.say('nha-mang-2', 'RequestEnforced', { enforcedAt: '2026-11-02T00:00:00.000Z' });
    await under.settled();

    const inForce = (await under.events('CaseInForce')).filter(({ data }) => data.caseId === ordered.caseId);
    expect(inForce.map(({ data }) => data)).toEqual([
      { caseId: ordered.caseId, order: ordered.order, expiresAt: EXPIRES },
    ]);
    expect((await under.case('lan-analyst', ordered.caseId)).order).toEqual({
      id: ordered.order,
      reference: ordered.reference,
      status: 'in-force',
      expiresAt: EXPIRES,
    });
  });

  it('a list for schools is in force as soon as it is ordered: there is nobody whose answer it waits for', async () => {
    const ordered = await make('restrict-age', 'gaming-addiction', []);
    await ordered.status('in-force');
  });

  it('who has just withdrawn it and asks to have seen that sees it on the case', async () => {
    const ordered = await make();
    await under.settled();
    const lock = await under.database.pool.connect();
    try {
      await lock.query('begin; lock table triage_orders.case_order in exclusive mode');
      const at = await ordered.end('OrderWithdrawn', 'withdrawn');
      const reading = under.case('lan-analyst', ordered.caseId, at);
      expect((await under.case('lan-analyst', ordered.caseId)).order?.status).toBe('in-force');
      await lock.query('commit');
      expect((await reading).order?.status).toBe('withdrawn');
    } finally {
      lock.release();
    }
  });

  it('the case closes when every provider has lifted, not before, and its target is free again', async () => {
    const ordered = await make();
    await ordered.say('nha-mang', 'RequestEnforced', { enforcedAt: '2026-11-02T00:00:00.000Z' });
    await ordered.status('in-force');
    await ordered.end('OrderWithdrawn', 'withdrawn');
    await ordered.lift('nha-mang');
    await under.settled();
    await under.until(async () => {
      const seen = under.host.runtime('triage').progress.get('triage.orders-of-cases')?.position ?? 0;
      return seen >= (await under.store('ledger').head()) || undefined;
    });
    expect((await under.case('lan-analyst', ordered.caseId)).status).toBe('in-force');

    await ordered.lift('nha-mang-2');
    await ordered.status('closed');

    const view = await under.case('lan-analyst', ordered.caseId);
    expect(view.closed).toEqual({ outcome: 'withdrawn' });
    const next = await under.caseOf(await under.report({ url: view.target.url ?? '', unit: LAM_DONG }));
    expect(next).not.toBe(ordered.caseId);
  });

  it('an expired order closes it as expired, a refused one at once', async () => {
    const [expired, refused] = [await make(), await make()];
    await expired.end('OrderExpired', 'expired');
    await expired.lift('nha-mang');
    await expired.lift('nha-mang-2');
    await refused.refused();

    await expired.status('closed');
    await refused.status('closed');
    expect((await under.case('lan-analyst', expired.caseId)).closed?.outcome).toBe('expired');
    expect((await under.case('lan-analyst', refused.caseId)).closed?.outcome).toBe('order-refused');
  });
});

describe('asking for review', () => {
  const appeal = (reference: string, more: object = {}) =>
    under.call(null, '/appeals', { body: { reference, reason: 'Trang của tôi không có nội dung đó.', ...more } });

  it('gets the same answer for every reference, and reaches the case only for an order in force', async () => {
    const ordered = await make();
    await ordered.say('nha-mang', 'RequestEnforced', { enforcedAt: '2026-11-02T00:00:00.000Z' });
    await ordered.status('in-force');
    await under.settled('triage.orders');

    const known = await appeal(ordered.reference.toLowerCase().replaceAll('-', ' '), {
      contact: 'chu-trang@example.test',
    });
    const again = await appeal(ordered.reference, { contact: 'chu-trang@example.test' });
    const unknown = await appeal('LC-ZZZZ-ZZZZ-ZZZZ');

    expect([known, again, unknown].map(({ status, text }) => [status, text])).toEqual(
      Array.from({ length: 3 }, () => [202, '{"received":true}']),
    );
    const asked = (await under.events('ReviewRequested')).filter(({ data }) => data.caseId === ordered.caseId);
    expect(asked).toHaveLength(1);
    expect((await under.case('lan-analyst', ordered.caseId)).review).toMatchObject({ order: ordered.order });
  });

  it('is decided by a third person, of any unit', async () => {
    const ordered = await make();
    await ordered.say('nha-mang', 'RequestEnforced', { enforcedAt: '2026-11-02T00:00:00.000Z' });
    await ordered.status('in-force');
    await under.settled('triage.orders');
    await appeal(ordered.reference);
    await under.settled('triage.queue');
    const waiting = async (who: string) => {
      const { body } = await under.call(who, '/cases?review=pending&limit=200');
      return (body['items'] as { id: string }[]).some(({ id }) => id === ordered.caseId);
    };
    expect([await waiting('hn-approver'), await waiting('lan-analyst')]).toEqual([true, true]);
    const decide = (who: string) =>
      under.command(who, ordered.caseId, 'decide-review', { outcome: 'upheld', reason: 'Nội dung đã gỡ.' });

    expect((await decide('hoa-approver')).body.code).toBe('third-person-needed');
    expect((await decide('lan-approver')).body.code).toBe('third-person-needed');
    expect((await decide('hn-approver')).status).toBe(200);
    await under.settled('triage.queue');
    expect(await waiting('hn-approver')).toBe(false);
    await ordered.end('OrderWithdrawn', 'review-upheld');
    await ordered.lift('nha-mang');
    await ordered.lift('nha-mang-2');
    await ordered.status('closed');
    expect((await under.case('lan-analyst', ordered.caseId)).closed?.outcome).toBe('review-upheld');
  });
});

describe('what a reporter is told', () => {
  const told = async (reportId: string): Promise<string | undefined> => {
    const { rows } = await under.database
      .poolFor('intake')
      .query<{ status: string }>('select status from triage_progress.report_progress where report_id = $1', [reportId]);
    return rows[0]?.status;
  };

  it('follows the case in plain words, readable by intake', async () => {
    const report = await under.report({ url: 'https://bao.example.test/a', unit: LAM_DONG });
    const caseId = await under.caseOf(report);
    await under.settled('triage.progress');
    expect(await told(report)).toBe('in-review');

    await under.ok('lan-analyst', caseId, 'claim');
    await under.ok('lan-analyst', caseId, 'dismiss', { outcome: 'not-harmful', reason: 'Không gây hại.' });
    await under.settled('triage.progress');
    expect(await told(report)).toBe('no-action');
  });

  it('does not tell who asks by reporting a link that it was known and acted on', async () => {
    const ordered = await make();
    const url = (await under.case('lan-analyst', ordered.caseId)).target.url ?? '';

    const probe = await under.report({ url });
    expect(await under.caseOf(probe)).toBe(ordered.caseId);
    await under.settled('triage.progress');

    expect(await told(probe)).toBe('in-review');
  });
});
