import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RequestSnapshot, SandboxResult } from '#libs/contracts';
import { DispatchUnderTest } from './dispatch-under-test.js';

let under: DispatchUnderTest;
beforeAll(async () => {
  under = await DispatchUnderTest.start();
});
afterAll(() => under.close());

const refusal = async (cursor: string, key = 'isp-url') => {
  const { status, headers, body } = await under.call(`/requests?wait=0&cursor=${cursor}`, { key });
  return [status, headers.get('content-type'), body['code']];
};
const GONE = [410, expect.stringContaining('application/problem+json'), 'cursor-gone'];

/** Approves for one provider and waits until its feed has it. */
const approved = async (): Promise<string> => {
  const { order, position } = await under.approve({ providers: ['isp-url'] });
  await under.reached('dispatch.decisions', position);
  await under.reached('dispatch.feed', await under.store('ledger').head());
  return order;
};

describe('a cursor of a feed that was restored', () => {
  it('is refused, also when new items have passed its place; the snapshot goes on', async () => {
    await approved();
    const before = (await under.poll('isp-url', undefined, { wait: 0 })).cursor;
    const list = async () => (await under.call('/feeds/json', { key: 'isp-url' })).headers.get('x-lachan-generation');
    const first = await list();
    // What a restored installation differs in: its tables were made anew, and with them the generation.
    await under.database.pool.query(`update dispatch_console.feed_generation set generation = 'khac'`);

    expect(await refusal(before)).toEqual(GONE);
    const orders = [await approved(), await approved()];
    expect(await refusal(before)).toEqual(GONE);
    expect([first, await list()]).toEqual([expect.stringMatching(/^[0-9a-f]{12}$/), 'khac']);

    const { body } = await under.call<RequestSnapshot>('/requests/snapshot', { key: 'isp-url' });
    expect(body.items.map(({ order }) => order)).toEqual(expect.arrayContaining(orders));
    const next = await approved();
    expect((await under.poll('isp-url', body.cursor, { wait: 0 })).items.map(({ order }) => order)).toEqual([next]);
  });

  it('is refused beyond the newest item, whatever brought the installation back', async () => {
    await approved();
    const { cursor } = await under.poll('isp-url', undefined, { wait: 0 });
    // A feed that a database's own tools set back: one item less, the same generation.
    await under.database.pool.query(`update dispatch_feed.head set sequence = sequence - 1 where provider = 'isp-url'`);
    expect(await refusal(cursor)).toEqual(GONE);
    await under.database.pool.query(`update dispatch_feed.head set sequence = sequence + 1 where provider = 'isp-url'`);
    expect((await refusal(cursor))[0]).toBe(200);
  });

  it('tells operators that the provider was there, and nothing of a place that is no more', async () => {
    const { cursor } = await under.poll('isp-dns', undefined, { wait: 0 });
    const seen = async () => {
      const { rows } = await under.database.pool.query<{ at: Date; blocks: string }>(
        `select seen_at as at, blocks from dispatch_console.feed_seen where lane = 'requests' and provider = 'isp-dns'`,
      );
      return rows[0];
    };
    const once = await seen();
    await under.database.pool.query(`update dispatch_console.feed_generation set generation = 'lai-khac'`);
    expect((await refusal(cursor, 'isp-dns'))[0]).toBe(410);
    expect((await seen())?.blocks).toBe(once?.blocks);
  });
});

describe('the sandbox', () => {
  it('rehearses a restore for one provider: its test requests are unknown and its cursor is gone', async () => {
    const make = async (count: number) =>
      (await under.call<SandboxResult>('/sandbox/requests', { key: 'thu-nghiem', body: { count } })).body.requests;
    const made = await make(2);
    const { cursor } = await under.poll('thu-nghiem', undefined, { wait: 0 });
    const waiting = under.call(`/requests?wait=1&cursor=${cursor}`, { key: 'thu-nghiem' });
    const { status, body } = await under.call<SandboxResult>('/sandbox/restart', { key: 'thu-nghiem', body: {} });

    expect([status, [...body.requests].sort()]).toEqual([200, [...made].sort()]);
    expect((await waiting).status).toBe(410);
    await make(5);
    expect(await refusal(cursor, 'thu-nghiem')).toEqual(GONE);
    expect((await under.call(`/requests/${made[0] ?? ''}`, { key: 'thu-nghiem' })).status).toBe(404);
    expect((await under.poll('thu-nghiem', undefined, { wait: 0 })).items).toHaveLength(5);
    expect((await under.call('/sandbox/restart', { key: 'isp-url', body: {} })).status).toBe(403);
  });
});
