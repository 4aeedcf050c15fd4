import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderDetail, OrderPage, OrderResult, WidenResult, WideningPreview } from '#libs/contracts';
import { DispatchUnderTest } from './dispatch-under-test.js';
import { BASIS, OTHER_UNIT } from './world.js';

let under: DispatchUnderTest;
beforeAll(async () => {
  under = await DispatchUnderTest.start();
});
afterAll(() => under.close());

const post = <T = OrderResult>(who: string, path: string, body: unknown) => under.call<T>(path, { cookie: who, body });
const get = <T>(who: string, path: string) => under.call<T>(path, { cookie: who });
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

/** Waits until dispatch has decided about an approval. */
const decided = async (position: number): Promise<void> => {
  await under.reached('dispatch.decisions', position);
};

describe('an approval', () => {
  it('is on the cursor of every provider that can express it, and the others are accounted for', async () => {
    const { order, caseId } = await under.approve({ scope: { url: 'http://a.example.test/1' } });

    const page = await under.poll('isp-url');
    expect(page.items).toHaveLength(1);
    expect(page.items[0]).toMatchObject({
      id: under.request(order, 'isp-url'),
      sequence: 1,
      kind: 'block',
      order,
      action: 'block-url',
      target: { url: 'http://a.example.test/1' },
      category: 'social-vice',
      legalBasis: BASIS,
    });
    expect((await under.poll('telecom-a')).items.map((item) => item.order)).toEqual([order]);
    expect((await under.poll('isp-dns', undefined, { wait: 0 })).items).toEqual([]);
    const notExpressible = await under.events('RequestNotExpressible');
    expect(notExpressible.map(({ data }) => [data.provider, data.reason, data.caseId])).toEqual([
      ['isp-dns', 'names-only', caseId],
    ]);
  });

  it('that is delivered again makes nothing new', async () => {
    const { order, position } = await under.approve();
    await decided(position);
    const before = (await under.events('OrderIssued', 'RequestQueued', 'RequestNotExpressible')).length;
    await under.running.close();
    await under.database.pool.query(
      `update messaging.checkpoint set position = 0 where subscription = 'dispatch.decisions';
       delete from messaging.inbox where subscription = 'dispatch.decisions'`,
    );
    await under.restart();
    await decided(position);

    const after = await under.events('OrderIssued', 'RequestQueued', 'RequestNotExpressible');
    expect(after).toHaveLength(before);
    expect(after.filter(({ data }) => data.orderId === order)).toHaveLength(4);
  });

  it('of a name that was put on the guard list meanwhile is refused, and the refusal says why', async () => {
    const { order, position } = await under.approve({ action: 'block-host', scope: { host: 'thiet-yeu.example' } });
    await decided(position);

    const refused = (await under.events('OrderRefused')).find(({ data }) => data.orderId === order);
    expect(refused?.data.code).toBe('guarded-target');
    expect((await get('giam-sat', `/orders/${order}`)).status).toBe(404);
  });

  it.each([
    ['whose legal basis has lapsed', { legalBasis: 'het-hieu-luc' }, 'legal-basis-lapsed'],
    ['that the mandate does not allow', { category: 'bullying' as const }, 'out-of-mandate'],
    ['whose end has passed', { expiresInSeconds: -60 }, 'already-expired'],
    ['that names a provider which is not in scope', { providers: ['nen-tang' as const] }, 'no-provider'],
  ])('%s is refused', async (_name, options, code) => {
    const { order, position } = await under.approve(options);
    await decided(position);

    const refused = (await under.events('OrderRefused')).find(({ data }) => data.orderId === order);
    expect(refused?.data.code).toBe(code);
  });

  it('of a unit that is not competent becomes a letter to the one that is, and no request', async () => {
    const { order, position } = await under.approve({ unit: OTHER_UNIT });
    await decided(position);

    const letter = (await under.events('CompetentAuthorityAsked')).find(({ data }) => data.orderId === order);
    expect(letter?.data.authority).toBe('to-theo-doi-ha-noi');
    const requests = await under.events('RequestQueued');
    expect(requests.filter(({ data }) => data.orderId === order)).toEqual([]);
    const { body } = await get<OrderDetail>('giam-sat', `/orders/${order}`);
    expect(body).toMatchObject({ status: 'letter-sent', providers: [], requests: [] });
  });

  it('on the target of an earlier order takes its place: the old is lifted before the new is blocked', async () => {
    const first = await under.approve({ providers: ['isp-url'], scope: { url: 'http://s.example.test/1' } });
    const start = await under.receive('isp-url', first.order);
    const second = await under.approve({
      caseId: first.caseId,
      providers: ['isp-url'],
      action: 'block-host',
      scope: { host: 's.example.test' },
    });

    const { items } = await under.poll('isp-url', start.cursor);
    expect(items.map(({ kind, order }) => [kind, order])).toEqual([
      ['lift', first.order],
      ['block', second.order],
    ]);
    expect(items.map(({ sequence }) => sequence)).toEqual(
      [...items.map(({ sequence }) => sequence)].sort((a, b) => a - b),
    );
    const { body } = await get<OrderDetail>('giam-sat', `/orders/${first.order}`);
    expect(body.status).toBe('superseded');
  });
});

describe('withdrawing', () => {
  it('lifts what was fetched and recalls what was not', async () => {
    const { order } = await under.approve({ providers: ['isp-url', 'telecom-a'] });
    const { cursor } = await under.receive('isp-url', order);

    const { status, body } = await post('nguoi-duyet', `/orders/${order}/withdraw`, { reason: 'không còn cần thiết' });
    expect([status, body.status, body.step]).toEqual([200, 'withdrawn', 'done']);
    const { items } = await under.poll('isp-url', cursor);
    expect(items.map((item) => [item.kind, item.order])).toEqual([['lift', order]]);
    const recalled = (await under.events('RequestLifted')).filter(({ data }) => data.orderId === order);
    expect(recalled.map(({ data }) => [data.provider, data.recalled])).toEqual([['telecom-a', true]]);
    await under.reached('dispatch.feed', body.position);
    const other = await under.poll('telecom-a', undefined, { wait: 0, limit: 500 });
    expect(other.items.filter((item) => item.order === order)).toEqual([]);

    const again = await post('nguoi-duyet', `/orders/${order}/withdraw`, { reason: 'lần nữa' });
    expect([again.status, again.body.status]).toEqual([200, 'withdrawn']);
    expect((await under.events('OrderWithdrawn')).filter(({ data }) => data.orderId === order)).toHaveLength(1);
  });

  it('takes an approver of the unit; what others try is kept for the auditor', async () => {
    const { order, position } = await under.approve();
    await decided(position);

    const foreign = await post('nguoi-duyet-khac', `/orders/${order}/withdraw`, { reason: 'x' });
    expect([foreign.status, (foreign.body as unknown as { code: string }).code]).toEqual([403, 'foreign-unit']);
    expect((await post('nguoi-trinh', `/orders/${order}/withdraw`, { reason: 'x' })).status).toBe(403);
    expect((await post('giam-sat', `/orders/${order}/withdraw`, { reason: 'x' })).status).toBe(403);
    expect((await post('nguoi-duyet', `/orders/${order}/withdraw`, {})).status).toBe(400);
    const attempts = await under.events('AttemptRefused');
    expect(attempts.map(({ data }) => [data.attempt, data.refusal, data.subject])).toContainEqual([
      'withdraw-order',
      'foreign-unit',
      order,
    ]);
  });

  it('follows from a review that a third person upheld', async () => {
    const { order, caseId, position } = await under.approve();
    await decided(position);
    const at = await under.appendAsTriage(caseId, crypto.randomUUID(), 'ReviewDecided', {
      caseId,
      order,
      reviewId: crypto.randomUUID(),
      outcome: 'upheld',
      person: 'nguoi-thu-ba',
      human: 'h-thu-ba',
      reason: 'đề nghị có căn cứ',
    });
    await decided(at);

    const { body } = await get<OrderDetail>('giam-sat', `/orders/${order}`);
    expect(body.status).toBe('withdrawn');
    const lifts = (await under.events('LiftQueued')).filter(({ data }) => data.orderId === order);
    expect(lifts.map(({ data }) => data.reason)).toEqual(['review-upheld', 'review-upheld']);
  });
});

describe('renewing', () => {
  it('takes two people who name the same end, and tells the provider', async () => {
    const { order } = await under.approve({ providers: ['telecom-a'] });
    const start = await under.receive('telecom-a', order);
    const expiresAt = inDays(30);
    const body = { expiresAt, reason: 'vẫn còn' };

    const first = await post('nguoi-duyet', `/orders/${order}/renew`, body);
    expect([first.status, first.body.step]).toEqual([200, 'proposed']);
    const same = await post('nguoi-duyet', `/orders/${order}/renew`, body);
    expect([same.status, same.body.step, same.body.position]).toEqual([200, 'proposed', first.body.position]);
    const other = await post('nguoi-duyet-hai', `/orders/${order}/renew`, { ...body, expiresAt: inDays(60) });
    expect([other.status, (other.body as unknown as { code: string }).code]).toEqual([409, 'digest-mismatch']);
    const second = await post('nguoi-duyet-hai', `/orders/${order}/renew`, body);
    expect([second.status, second.body.step]).toEqual([200, 'done']);
    const again = await post('nguoi-duyet-hai', `/orders/${order}/renew`, body);
    expect([again.status, again.body.step]).toEqual([200, 'done']);
    expect((await under.events('OrderRenewed')).filter(({ data }) => data.orderId === order)).toHaveLength(1);

    const { items } = await under.poll('telecom-a', start.cursor);
    expect(items.map((item) => [item.kind, item.id, item.expiresAt])).toEqual([
      ['block', under.request(order, 'telecom-a'), expiresAt],
    ]);
  });
});

describe('widening', () => {
  it('asks a provider that sees names only for the host, by two people who see what else is there', async () => {
    const near = await under.approve({ scope: { url: 'http://w.example.test/khac' }, providers: ['isp-url'] });
    const { order, position } = await under.approve({ scope: { url: 'http://w.example.test/1' } });
    await decided(position);
    await under.reached('dispatch.orders', position + 1);
    const body = { provider: 'isp-dns', action: 'block-host', reason: 'chỉ thấy tên miền' };

    const preview = await get<WideningPreview>(
      'nguoi-duyet',
      `/orders/${order}/widening?provider=isp-dns&action=block-host`,
    );
    expect([preview.status, preview.body.target]).toEqual([200, { host: 'w.example.test' }]);
    expect(preview.body).toMatchObject({ expressible: true, guard: null, alsoThere: [{ order: near.order }] });
    expect((await under.events('WideningProposed')).filter(({ data }) => data.orderId === order)).toEqual([]);

    const first = await post<WidenResult>('nguoi-trinh', `/orders/${order}/widen`, body);
    expect([first.status, first.body.step, first.body.target]).toEqual([200, 'proposed', { host: 'w.example.test' }]);
    expect(first.body.alsoThere.map((other) => other.order)).toEqual([near.order]);
    expect((await post('nguoi-trinh', `/orders/${order}/widen`, body)).body.step).toBe('proposed');
    const second = await post<WidenResult>('nguoi-duyet', `/orders/${order}/widen`, body);
    expect([second.status, second.body.step]).toEqual([200, 'done']);
    expect((await post<WidenResult>('nguoi-duyet', `/orders/${order}/widen`, body)).body.step).toBe('done');

    const { items } = await under.poll('isp-dns');
    expect(items.map(({ action, target }) => [action, target])).toEqual([['block-host', { host: 'w.example.test' }]]);
  });

  it('never reaches a guarded name', async () => {
    const { order, position } = await under.approve({ scope: { url: 'http://thiet-yeu2.example.test/1' } });
    await decided(position);
    const guarded = await under.register('guard', 'moi', {
      validFrom: '2026-01-01T00:00:00.000Z',
      validTo: null,
      name: 'thiet-yeu2.example.test',
      source: 'x',
      why: 'x',
    });
    await under.reached('dispatch.registers', guarded);

    const preview = await get<WideningPreview>(
      'nguoi-trinh',
      `/orders/${order}/widening?provider=isp-dns&action=block-host`,
    );
    expect(preview.body.guard).toMatchObject({ entry: 'thiet-yeu2.example.test' });
    const body = { provider: 'isp-dns', action: 'block-host', reason: 'x' };
    const answer = await post('nguoi-trinh', `/orders/${order}/widen`, body);
    expect([answer.status, (answer.body as unknown as { code: string }).code]).toEqual([422, 'guarded-target']);
  });
});

describe('the list of orders', () => {
  it('says what was in force at a date, by provider and by host, and pages without offsets', async () => {
    const { order, position } = await under.approve({
      scope: { url: 'http://x.list.example/1' },
      providers: ['isp-url'],
    });
    const later = await under.approve({ action: 'block-domain', scope: { domain: 'list.example' } });
    await decided(later.position);
    const { body: end } = await post('nguoi-duyet', `/orders/${order}/withdraw`, { reason: 'xong' });
    const { body: now } = await get<OrderPage>('giam-sat', `/orders?host=list.example&after=${String(end.position)}`);
    expect(now.items.map(({ id, status }) => [id, status])).toEqual([
      [later.order, 'in-force'],
      [order, 'withdrawn'],
    ]);

    const at = encodeURIComponent(new Date().toISOString());
    const force = await get<OrderPage>('giam-sat', `/orders?host=list.example&inForceAt=${at}`);
    expect(force.body.items.map(({ id }) => id)).toEqual([later.order]);
    const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
    const onDay = await get<OrderPage>('giam-sat', `/orders?host=list.example&inForceAt=${today}`);
    expect(onDay.body.items.map(({ id }) => id)).toEqual([later.order, order]);
    const before = await get<OrderPage>('giam-sat', '/orders?host=list.example&inForceAt=2026-01-01');
    expect(before.body.items).toEqual([]);
    const byProvider = await get<OrderPage>('giam-sat', `/orders?host=list.example&provider=isp-dns`);
    expect(byProvider.body.items.map(({ id }) => id)).toEqual([later.order]);

    const page = await get<OrderPage>('nguoi-duyet', '/orders?host=list.example&limit=1');
    const next = await get<OrderPage>(
      'nguoi-duyet',
      `/orders?host=list.example&limit=1&cursor=${page.body.cursor ?? ''}`,
    );
    expect([...page.body.items, ...next.body.items].map(({ id }) => id)).toEqual([later.order, order]);
    expect(next.body.cursor).toBeUndefined();
    const foreign = await get('giam-sat', `/orders?limit=1&cursor=${page.body.cursor ?? ''}`);
    expect([foreign.status, (foreign.body as { code: string }).code]).toEqual([400, 'invalid-cursor']);
    expect(position).toBeGreaterThan(0);
  });
});
