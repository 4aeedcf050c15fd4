import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FeedHealth, Genuine, RequestsOverview } from '#libs/contracts';
import { referenceOf } from '#libs/domain';
import { DispatchUnderTest } from './dispatch-under-test.js';
import type { ProviderName } from './world.js';

let under: DispatchUnderTest;
let names = 0;
beforeAll(async () => {
  under = await DispatchUnderTest.start();
});
afterAll(() => under.close());

/** An order on its way to these providers, as far as the read models show it. */
const ordered = async (provider: ProviderName): Promise<string> => {
  const name = { action: 'block-host', scope: { host: `n${String((names += 1))}.example.test` } } as const;
  const { order } = await under.approve({ providers: [provider], ...(provider === 'isp-dns' ? name : {}) });
  await under.until(async () => {
    const queued = await under.events('RequestQueued');
    const last = queued.findLast(({ data }) => data.orderId === order);
    if (!last) return false;
    await under.reached('dispatch.requests', last.position);
    await under.reached('dispatch.feed', last.position);
    return true;
  });
  return order;
};

const overview = async (key: string, query = ''): Promise<RequestsOverview> => {
  const { status, body, text } = await under.call<RequestsOverview>(`/requests/overview?${query}`, { key });
  if (status !== 200) throw new Error(text);
  return body;
};
const health = async (key: string): Promise<FeedHealth> =>
  (await under.call<FeedHealth>('/requests/health', { key })).body;

describe('the overview of a provider', () => {
  it('shows its own requests with what is owed next, and of others nothing', async () => {
    const own = await ordered('isp-url');
    const foreign = await ordered('telecom-a');

    const { items, counts } = await overview('isp-url');

    expect(items.map(({ order }) => order)).toEqual([own]);
    expect(items[0]?.next).toMatchObject({ step: 'request-acknowledge', overdue: false });
    expect(items[0]?.next?.hoursLeft).toBeGreaterThan(0);
    expect(counts).toEqual({ queued: 1 });
    expect(JSON.stringify(await overview('telecom-a'))).toContain(foreign);
  });

  it('records as delivered what it shows, once, before a withdrawal could recall it', async () => {
    const order = await ordered('isp-url');

    const first = await overview('isp-url', `q=${referenceOf(order)}`);
    await overview('isp-url');

    expect(first.items.map(({ state }) => state)).toEqual(['delivered']);
    const delivered = (await under.events('RequestDelivered')).filter(({ data }) => data.orderId === order);
    expect(delivered.map(({ actor }) => actor.role)).toEqual(['provider']);
  });

  it('finds by state, kind, reference and target, and pages through all of them once', async () => {
    const order = await ordered('telecom-a');
    await ordered('telecom-a');
    await overview('telecom-a');
    await under.call(`/requests/${under.request(order, 'telecom-a')}/acknowledge`, { key: 'telecom-a', body: {} });
    const last = (await under.events('RequestAcknowledged')).at(-1)?.position ?? 0;

    const found = async (query: string): Promise<string[]> =>
      (await overview('telecom-a', `after=${String(last)}&${query}`)).items.map((item) => item.order);

    expect(await found('state=acknowledged')).toEqual([order]);
    expect(await found(`q=${referenceOf(order).toLowerCase()}`)).toEqual([order]);
    expect(await found('kind=lift')).toEqual([]);
    expect(await found('q=100%25')).toEqual([]);
    const seen: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const page: RequestsOverview = await overview('telecom-a', `limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.cursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe((await overview('telecom-a')).items.length);
  });

  it('refuses a state there is none of, and the cursor of another provider', async () => {
    expect((await under.call('/requests/overview?state=nope', { key: 'isp-url' })).status).toBe(400);
    const { cursor } = await overview('telecom-a', 'limit=1');
    expect((await under.call(`/requests/overview?cursor=${cursor ?? ''}`, { key: 'isp-url' })).status).toBe(400);
  });

  it('is the same for test requests, which never meet the real ones', async () => {
    await under.call('/sandbox/requests', { key: 'thu-nghiem', body: { count: 3 } });

    const first = await overview('thu-nghiem', 'limit=2');
    const rest = await overview('thu-nghiem', `limit=2&cursor=${first.cursor ?? ''}`);

    expect([...first.items, ...rest.items].map(({ state }) => state)).toEqual(['delivered', 'delivered', 'delivered']);
    expect(rest.cursor).toBeUndefined();
    expect(await health('thu-nghiem')).toMatchObject({ lane: 'sandbox', lagItems: 3, listSize: 3 });
  });
});

describe('the health of a feed', () => {
  it('counts what lies behind the cursor that was sent last, and says when the provider spoke', async () => {
    expect(await health('isp-dns')).toMatchObject({ lastSeenAt: null, lagItems: 0, listSize: 0, lastAnswerAt: null });
    await ordered('isp-dns');
    const waiting = await health('isp-dns');
    expect(waiting).toMatchObject({ lagItems: 1, listSize: 1 });
    expect(waiting.lastChangeAt).not.toBeNull();

    const page = await under.poll('isp-dns');
    expect(await health('isp-dns')).toMatchObject({ lagItems: 1 });
    await under.poll('isp-dns', page.cursor, { wait: 0 });

    const after = await health('isp-dns');
    expect(after).toMatchObject({ lagItems: 0, lagSeconds: 0 });
    expect(after.lastSeenAt).not.toBeNull();
    const id = page.items[0]?.id ?? '';
    await under.call(`/requests/${id}/acknowledge`, { key: 'isp-dns', body: {} });
    const last = (await under.events('RequestAcknowledged')).at(-1)?.position ?? 0;
    await under.reached('dispatch.feed', last);
    expect((await health('isp-dns')).lastAnswerAt).not.toBeNull();
  });
});

describe('whether a request is genuine', () => {
  it('is told to anybody who has its reference, however they type it, and nothing but action and date', async () => {
    const order = await ordered('isp-url');
    const reference = referenceOf(order);

    const exact = await under.call<Genuine>(`/genuine/${reference}`);
    const typed = await under.call<Genuine>(
      `/genuine/${reference.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o')}`,
    );

    expect(exact.body).toMatchObject({ reference, genuine: true });
    expect(Object.keys(exact.body).sort()).toEqual(['action', 'genuine', 'issuedAt', 'reference']);
    expect(typed.body).toEqual(exact.body);
  });

  it.each(['LC-0000-0000-0000', 'công văn', '123.UBND'])('is no for %s', async (reference) => {
    const { status, body } = await under.call<Genuine>(`/genuine/${encodeURIComponent(reference)}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ genuine: false, action: null, issuedAt: null });
  });
});
