import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AnswerResult, AnswersResult, RequestView, SelfReportsResult } from '#libs/contracts';
import { DispatchUnderTest } from './dispatch-under-test.js';

let under: DispatchUnderTest;
beforeAll(async () => {
  under = await DispatchUnderTest.start();
});
afterAll(() => under.close());

const say = <T = AnswerResult>(id: string, answer: string, body: unknown = {}, key = 'isp-url') =>
  under.call<T>(`/requests/${id}/${answer}`, { key, body });
const codeOf = ({ status, body }: { status: number; body: unknown }) => [status, (body as { code?: string }).code];

/** A request that its provider has fetched. */
const fetched = async (provider: 'isp-url' | 'telecom-a' = 'isp-url') => {
  const { order, caseId } = await under.approve({ providers: [provider] });
  const page = await under.receive(provider, order);
  return { order, caseId, id: under.request(order, provider), cursor: page.cursor };
};
const withdraw = (order: string) =>
  under.call(`/orders/${order}/withdraw`, { cookie: 'nguoi-duyet', body: { reason: 'thu hồi' } });

describe('a provider answers', () => {
  it('acknowledged, then enforced; each again changes nothing', async () => {
    const { id } = await fetched();
    const first = await say(id, 'acknowledge');
    const second = await say(id, 'acknowledge');
    const enforced = await say(id, 'enforced', { enforcedAt: '2026-11-20T00:00:00.000Z' });
    const again = await say(id, 'enforced', { enforcedAt: '2026-11-20T00:00:00.000Z' });
    const old = await say(id, 'acknowledge');

    expect([first.status, first.body.state]).toEqual([200, 'acknowledged']);
    expect(second.body).toEqual(first.body);
    expect([enforced.status, enforced.body.state]).toEqual([200, 'enforced']);
    expect(again.body).toEqual(enforced.body);
    expect([old.status, old.body.state]).toEqual([200, 'enforced']);
    const { body } = await under.call<RequestView>(`/requests/${id}`, { key: 'isp-url' });
    expect(body).toMatchObject({ id, kind: 'block', state: 'enforced' });
    const events = await under.events('RequestDelivered', 'RequestAcknowledged', 'RequestEnforced');
    expect(events.filter(({ data }) => data.requestId === id).map(({ type }) => type)).toEqual([
      'RequestDelivered',
      'RequestAcknowledged',
      'RequestEnforced',
    ]);
  });

  it('refused with a reason, and not otherwise afterwards', async () => {
    const { id } = await fetched();
    const refused = await say(id, 'refused', { code: 'would-overblock', reason: 'dùng chung máy chủ' });
    expect([refused.status, refused.body.state]).toEqual([200, 'refused']);

    expect(codeOf(await say(id, 'enforced'))).toEqual([409, 'already-answered']);
    expect(codeOf(await say(id, 'refused', { code: 'technical', reason: 'x' }))).toEqual([409, 'already-answered']);
    expect((await say(id, 'refused', { code: 'would-overblock', reason: 'dùng chung máy chủ' })).status).toBe(200);
    const { body } = await under.call<RequestView>(`/requests/${id}`, { key: 'isp-url' });
    expect(body.refusal).toEqual({ code: 'would-overblock' });
  });

  it('to a block as to a lift is of the wrong kind', async () => {
    const { id } = await fetched();
    expect(codeOf(await say(id, 'lifted'))).toEqual([409, 'wrong-kind']);
  });

  it('the lift after the block, and an old answer to the block changes nothing any more', async () => {
    const { id, order, cursor } = await fetched();
    await say(id, 'enforced', { enforcedAt: '2026-11-20T00:00:00.000Z' });
    await withdraw(order);
    await under.receive('isp-url', order, cursor);

    const replayed = await say(id, 'enforced', { enforcedAt: '2026-11-20T00:00:00.000Z' });
    expect([replayed.status, replayed.body.state]).toEqual([200, 'lift-delivered']);
    expect((await say(id, 'enforced')).status).toBe(200);
    expect(codeOf(await say(id, 'enforced', { enforcedAt: '2026-11-21T00:00:00.000Z' }))).toEqual([409, 'wrong-kind']);
    expect(codeOf(await say(id, 'refused', { code: 'technical', reason: 'x' }))).toEqual([409, 'wrong-kind']);
    const lifted = await say(id, 'lifted');
    expect([lifted.status, lifted.body.state]).toEqual([200, 'lifted']);
    expect((await say(id, 'lifted')).body).toEqual(lifted.body);
  });

  it('nothing about what it was not handed', async () => {
    const { order, position } = await under.approve({ providers: ['telecom-a'] });
    await under.reached('dispatch.decisions', position);
    expect(codeOf(await say(under.request(order, 'telecom-a'), 'enforced', {}, 'telecom-a'))).toEqual([
      409,
      'not-delivered',
    ]);
  });

  it('a request of another provider is not there, like one that never was', async () => {
    const { id } = await fetched('telecom-a');
    const foreign = await say(id, 'acknowledge');
    const unknown = await say('00000000-0000-4000-8000-000000000000', 'acknowledge');
    expect(codeOf(foreign)).toEqual([404, 'not-found']);
    const bare = ({ body }: { body: unknown }) => ({ ...(body as object), instance: undefined });
    expect(bare(foreign)).toEqual(bare(unknown));
    expect((await under.call(`/requests/${id}`, { key: 'isp-url' })).status).toBe(404);
    expect((await under.call(`/requests/${id}`, { key: 'thu-nghiem' })).status).toBe(404);
    expect((await under.call(`/requests/${id}`, { key: 'truong-hoc' })).status).toBe(403);
  });

  it('that a request was not handed to it that it cannot express: it is not there', async () => {
    const { order, position } = await under.approve({ scope: { url: 'http://n.example.test/1' } });
    await under.reached('dispatch.decisions', position);
    expect(codeOf(await say(under.request(order, 'isp-dns'), 'acknowledge', {}, 'isp-dns'))).toEqual([
      404,
      'not-found',
    ]);
  });

  it.each([
    ['a wrong code', 'refused', { code: 'because', reason: 'x' }],
    ['no reason', 'refused', { code: 'technical' }],
    ['a field nobody knows', 'enforced', { at: 'now' }],
    ['a time that is none', 'enforced', { enforcedAt: 'hôm qua' }],
  ])('%s is refused', async (_name, answer, body) => {
    const { id } = await fetched();
    const { status, headers } = await say(id, answer, body);
    expect([status, headers.get('content-type')]).toEqual([400, expect.stringContaining('application/problem+json')]);
  });
});

describe('many answers at once', () => {
  it('get an outcome each, in their order; one that is refused does not hold up the others', async () => {
    const made = [await fetched(), await fetched()];
    const foreign = await fetched('telecom-a');
    const answers = [
      { id: made[0]?.id, answer: 'acknowledge' },
      { id: foreign.id, answer: 'enforced' },
      { id: made[0]?.id, answer: 'enforced' },
      { id: made[1]?.id, answer: 'lifted' },
      { id: made[1]?.id, answer: 'refused', code: 'technical', reason: 'thiết bị hỏng' },
    ];
    const { status, body } = await under.call<AnswersResult>('/requests/answers', {
      key: 'isp-url',
      body: { answers },
    });

    expect(status).toBe(200);
    expect(body.outcomes.map((outcome) => (outcome.ok ? outcome.state : outcome.problem))).toEqual([
      'acknowledged',
      'not-found',
      'enforced',
      'wrong-kind',
      'refused',
    ]);
    const again = await under.call<AnswersResult>('/requests/answers', { key: 'isp-url', body: { answers } });
    expect(again.body.outcomes.map(({ ok }) => ok)).toEqual([true, false, true, false, true]);
  });
});

describe('what a provider did on its own', () => {
  it('is recorded once, in its own words', async () => {
    const items = [
      { url: 'http://tu-go.example.test/1', action: 'remove-content', doneAt: '2026-11-20T00:00:00.000Z' },
      { url: '=cmd|x', action: 'block-url', category: 'bullying', doneAt: '2026-11-20T00:00:00.000Z' },
    ];
    const first = await under.call<SelfReportsResult>('/self-reports', { key: 'nen-tang', body: { items } });
    const second = await under.call<SelfReportsResult>('/self-reports', { key: 'nen-tang', body: { items } });

    expect([first.status, first.body.accepted, first.body.known]).toEqual([200, 2, 0]);
    expect([second.body.accepted, second.body.known, second.body.position]).toEqual([0, 2, first.body.position]);
    const events = await under.events('SelfReportReceived');
    expect(events.map(({ data }) => [data.provider, data.url])).toEqual([
      ['nen-tang', 'http://tu-go.example.test/1'],
      ['nen-tang', '=cmd|x'],
    ]);
    const { rows } = await under.database.pool.query<{ data: string }>(
      `select data::text from es.log where type = 'SelfReportReceived'`,
    );
    expect(rows.some(({ data }) => data.includes('tu-go'))).toBe(false);
  });
});
