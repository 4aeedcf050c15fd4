import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RequestPage } from '#libs/contracts';
import { DispatchUnderTest } from './dispatch-under-test.js';

const HOUR = 3_600_000;
/** A time of day in Vietnam, so many hours from now. */
const ictIn = (hours: number): string => new Date(Date.now() + (hours + 7) * HOUR).toISOString().slice(11, 16);

let under: DispatchUnderTest;
beforeAll(async () => {
  under = await DispatchUnderTest.start({
    providers: {
      'isp-url': { adapter: 'polls', window: { from: ictIn(2), to: ictIn(4) } },
      'telecom-a': { adapter: 'polls', perHour: 2, pageCap: 1 },
    },
  });
});
afterAll(() => under.close());

type Provider = 'isp-url' | 'telecom-a';
const cursors = new Map<string, string>();
const poll = async (provider: Provider): Promise<RequestPage['items']> => {
  const page = await under.poll(provider, cursors.get(provider), { wait: 0 });
  cursors.set(provider, page.cursor);
  return page.items;
};
const approve = async (provider: Provider, category: 'social-vice' | 'csam' = 'social-vice'): Promise<string> => {
  const { order, position } = await under.approve({ providers: [provider], category });
  await under.reached('dispatch.decisions', position);
  await settled();
  return order;
};
const settled = async (): Promise<void> => under.reached('dispatch.feed', await under.store('ledger').head());
const withdraw = async (order: string): Promise<void> => {
  await under.call(`/orders/${order}/withdraw`, { cookie: 'nguoi-duyet', body: { reason: 'thu hồi' } });
  await settled();
};
const said = (items: RequestPage['items']): string[] => items.map(({ kind, order }) => `${kind} ${order}`);

describe('a provider’s change window', () => {
  it('holds blocks back, but not where a child is being hurt, and never a lift', async () => {
    const first = await approve('isp-url');
    expect(await poll('isp-url')).toEqual([]);
    expect((await under.events('RequestDelivered')).map(({ data }) => data.orderId)).not.toContain(first);

    const urgent = await approve('isp-url', 'csam');
    const later = await approve('isp-url');
    expect(said(await poll('isp-url'))).toEqual([`block ${first}`, `block ${urgent}`]);
    expect(await poll('isp-url')).toEqual([]);

    await withdraw(first);
    expect(said(await poll('isp-url'))).toEqual([`lift ${first}`]);
    await withdraw(later);
    expect(await poll('isp-url')).toEqual([]);
    const recalled = (await under.events('RequestLifted')).filter(({ data }) => data.orderId === later);
    expect(recalled.map(({ data }) => data.recalled)).toEqual([true]);
  });

  it('does not make a request late: what is due before it opens goes at once', async () => {
    const minutes = { dueAt: new Date(Date.now() + HOUR).toISOString() };
    const order = await approve('isp-url');
    await under.database.pool.query(`update dispatch_feed.item set body = body || $1::jsonb where request_id = $2`, [
      JSON.stringify(minutes),
      under.request(order, 'isp-url'),
    ]);
    expect(said(await poll('isp-url'))).toEqual([`block ${order}`]);
  });

  it('is not asked where the provider chose the time: a snapshot holds everything', async () => {
    const order = await approve('isp-url');
    expect(await poll('isp-url')).toEqual([]);
    const { body } = await under.call<RequestPage>('/requests/snapshot', { key: 'isp-url' });
    expect(said(body.items)).toContain(`block ${order}`);
  });
});

describe('a provider’s size caps', () => {
  it('are kept in a page and in an hour, the rest waits, and nothing is skipped', async () => {
    const orders = [await approve('telecom-a'), await approve('telecom-a'), await approve('telecom-a')];
    const pages = [await poll('telecom-a'), await poll('telecom-a'), await poll('telecom-a')];
    expect(pages.map((page) => said(page))).toEqual([[`block ${orders[0] ?? ''}`], [`block ${orders[1] ?? ''}`], []]);

    await withdraw(orders[0] ?? '');
    expect(said(await poll('telecom-a'))).toEqual([`lift ${orders[0] ?? ''}`]);
    const urgent = await approve('telecom-a', 'csam');
    expect(said([...(await poll('telecom-a')), ...(await poll('telecom-a'))])).toEqual([
      `block ${orders[2] ?? ''}`,
      `block ${urgent}`,
    ]);
  });
});
