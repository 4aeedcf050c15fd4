import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Action, Category, EventData, LiftReason } from '#libs/contracts';
import { SystemIds } from '#libs/service-kit';
import { BASIS, LAM_DONG } from './world.js';
import { event } from './reports.js';
import { BOOT, TriageUnderTest } from './triage-under-test.js';

const ids = new SystemIds();
let under: TriageUnderTest;
beforeAll(async () => {
  under = await TriageUnderTest.start();
}, BOOT);
afterAll(() => under.close(), BOOT);

const EXPIRES = '2027-01-01T00:00:00.000Z';
let references = 0;

/** An approved case and the order that dispatch made of it. */
class Ordered {
  private constructor(
    readonly caseId: string,
    readonly order: string,
    readonly reference: string,
    readonly action: Action,
  ) {}

  /** A list for schools asks no provider for anything. */
  static async make(
    action: Action = 'block-host',
    category: Category = 'social-vice',
    providers = ['nha-mang', 'nha-mang-2'],
  ): Promise<Ordered> {
    const caseId = await under.open();
    await under.ok('lan-analyst', caseId, 'claim');
    await under.ok('lan-analyst', caseId, 'classify', { category });
    const body = {
      action,
      category,
      legalBasis: BASIS,
      reasons: 'Đánh bạc.',
      expiresInDays: 30,
    };
    const { digest = '' } = await under.ok('lan-analyst', caseId, 'propose', body);
    await under.ok('hoa-approver', caseId, 'approve', { digest });
    const reference = `LC-0000-0000-${String((references += 1)).padStart(4, '0')}`;
    const ordered = new Ordered(caseId, ids.v7(), reference, action);
    const issued: EventData<'OrderIssued'> = {
      ...ordered.#outward(),
      caseId,
      orderId: ordered.order,
      approval: ids.v7(),
      digest,
      category,
      unit: LAM_DONG,
      approvedBy: 'hoa-approver',
      proposedBy: 'lan-analyst',
      providers,
      platform: null,
      ageBands: [],
    };
    await ordered.#append(`order-${ordered.order}`, event('OrderIssued', issued));
    for (const provider of issued.providers) {
      const times = { category: null, acknowledgeBy: EXPIRES, enforceBy: EXPIRES };
      await ordered.say(provider, 'RequestQueued', { ...ordered.#outward(), ...times });
      await ordered.say(provider, 'RequestDelivered');
    }
    return ordered;
  }

  say(provider: string, type: Parameters<typeof event>[0], data: object = {}): Promise<number> {
    const requestId = ids.v5(`${this.order}:${provider}`);
    const about = { caseId: this.caseId, orderId: this.order, requestId, provider };
    return this.#append(`request-${requestId}`, event(type, { ...about, ...data }));
  }

  /** What dispatch appends when an order ends: the end and its lifts. */
  async end(type: 'OrderWithdrawn' | 'OrderExpired', reason: LiftReason): Promise<number> {
    const about = { caseId: this.caseId, orderId: this.order };
    const data =
      type === 'OrderExpired' ? { ...about, expiresAt: EXPIRES } : { ...about, person: 'hoa-approver', reason: null };
    const streams = [
      { stream: `order-${this.order}`, expectedVersion: 'any' as const, events: [this.#keyed(event(type, data))] },
    ];
    for (const provider of ['nha-mang', 'nha-mang-2']) {
      const requestId = ids.v5(`${this.order}:${provider}`);
      const lift = { ...about, requestId, provider, ...this.#outward(), reason, liftBy: EXPIRES };
      const events = [this.#keyed(event('LiftQueued', lift))];
      streams.push({ stream: `request-${requestId}`, expectedVersion: 'any' as const, events });
    }
    return (await under.store('dispatch').append({ streams })).events.at(-1)?.position ?? 0;
  }

  async lift(provider: string): Promise<void> {
    await this.say(provider, 'LiftDelivered');
    await this.say(provider, 'RequestLifted', { recalled: false, liftedAt: '2026-12-01T00:00:00.000Z' });
  }

  refused(): Promise<number> {
    const about = { caseId: this.caseId, orderId: this.order, approval: ids.v7() };
    return this.#append(
      `order-${this.order}`,
      event('OrderRefused', { ...about, code: 'guarded-target', detail: null }),
    );
  }

  status(wanted: string): Promise<unknown> {
    return under.until(async () =>
      (await under.case('lan-analyst', this.caseId)).status === wanted ? wanted : undefined,
    );
  }

  #outward() {
    return {
      reference: this.reference,
      action: this.action,
      legalBasis: BASIS,
      issuedAt: '2026-11-01T00:00:00.000Z',
      expiresAt: EXPIRES,
      statement: null,
      target: null,
    };
  }

  #keyed<E extends object>(one: E): E & { orderingKey: string } {
    return { ...one, orderingKey: `case-${this.caseId}` };
  }

  #append(stream: string, one: ReturnType<typeof event>): Promise<number> {
    return under.append('dispatch', stream, [one], `case-${this.caseId}`);
  }
}

describe('what becomes of an order', () => {
  it('the first provider that enforces puts the case in force, later ones change nothing', async () => {
    const ordered = await Ordered.make();
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
    const ordered = await Ordered.make('restrict-age', 'gaming-addiction', []);
    await ordered.status('in-force');
  });

  it('who has just withdrawn it and asks to have seen that sees it on the case', async () => {
    const ordered = await Ordered.make();
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
    const ordered = await Ordered.make();
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
    const [expired, refused] = [await Ordered.make(), await Ordered.make()];
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
    const ordered = await Ordered.make();
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
    const ordered = await Ordered.make();
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
    const ordered = await Ordered.make();
    const url = (await under.case('lan-analyst', ordered.caseId)).target.url ?? '';

    const probe = await under.report({ url });
    expect(await under.caseOf(probe)).toBe(ordered.caseId);
    await under.settled('triage.progress');

    expect(await told(probe)).toBe('in-review');
  });
});
