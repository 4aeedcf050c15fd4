import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FEED_FORMATS, keysOf, type CaseList, type OrderView, type SchoolObjectionList } from '#libs/contracts';
import { HA_NOI, LAM_DONG, OneCase } from './one-case.js';
import { Product } from './product.js';

const SCHOOL = 'Bộ lọc trường mẫu';

let product: Product;
beforeAll(async () => {
  product = await Product.start();
}, 120_000);
afterAll(() => product.close());

const hostOf = ({ target }: OrderView): string => ('host' in target ? target.host : '');
const list = async (format: string, query = ''): Promise<string> =>
  (await product.call(SCHOOL, `/feeds/${format}${query}`)).text;
/** What became of the school's own objections, newest first. */
const objections = async (): Promise<SchoolObjectionList['items']> =>
  (await product.ok<SchoolObjectionList>(SCHOOL, '/appeals/school?limit=200')).items;
/** Somebody of another unit, who had no part in it, decides. */
const decide = async (one: OneCase, outcome: string, reason: string): Promise<void> => {
  const { version } = await one.read(HA_NOI.approver);
  await product.ok(HA_NOI.approver, `/cases/${one.id}/decide-review`, {
    body: { outcome, reason },
    headers: { 'if-match': `"${String(version)}"` },
  });
  await product.settled();
};
const object = (body: object) => product.call(SCHOOL, '/appeals/school', { body });

describe('a school’s list', () => {
  it('holds what is kept from its age band and the names blocked for everybody, in every format, and no referral category', async () => {
    const games = await OneCase.open(product);
    await games.approved({ category: 'gaming-addiction', action: 'restrict-age', ageBands: ['6-10'] });
    const blocked = await OneCase.open(product);
    await blocked.approved();
    const secret = await OneCase.open(product);
    await secret.approved({ category: 'grooming' });
    const [restricted, host, hidden] = await Promise.all([games, blocked, secret].map((one) => one.order()));
    if (!restricted || !host || !hidden) throw new Error('three orders');
    await product.settled();

    const young = await list('json', '?ageBand=6-10');
    const old = await list('json', '?ageBand=15-17');
    expect([young, old].map((text) => text.includes(restricted.reference))).toEqual([true, false]);
    expect([young, old].map((text) => text.includes(host.reference))).toEqual([true, true]);
    for (const format of keysOf(FEED_FORMATS)) {
      const text = await list(format, '?ageBand=6-10');
      expect(text).not.toContain(hostOf(hidden));
      expect(text.replaceAll('\\', '').includes(hostOf(host))).toBe(!format.endsWith('urls'));
    }
  }, 60_000);

  it('is looked at again by a third person when the school says that it keeps something useful away', async () => {
    const one = await OneCase.open(product);
    await one.approved({ category: 'age-inappropriate', action: 'restrict-age', ageBands: ['11-14'] });
    const { target, status } = await one.order();
    expect(status).toBe('in-force');
    await product.until('in force', async () => ((await one.read()).status === 'in-force' ? true : undefined));
    await product.settled();
    const entry = 'url' in target ? target.url : 'host' in target ? target.host : target.domain;
    const said = { entry, ageBand: '11-14', reason: 'Đây là trang ôn tập của trường.' };

    const first = await object(said);
    expect(first).toMatchObject({ status: 202, body: { received: true, reviews: 1 } });
    expect((await object(said)).body).toEqual(first.body);
    const [objection] = first.body['objections'] as string[];
    const answer = async () => (await objections()).find(({ id }) => id === objection);
    expect(await answer()).toMatchObject({
      reference: (await one.order()).reference,
      state: 'pending',
      decidedAt: null,
    });
    expect(await object({ ...said, ageBand: '0-5' })).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect((await object({ ...said, entry: 'khong-co.example.test' })).status).toBe(404);

    const asked = (await product.events('ReviewRequested')).filter(({ data }) => data['caseId'] === one.id);
    expect(asked).toHaveLength(1);
    const { review } = await one.read(HA_NOI.approver);
    expect(JSON.stringify(review)).toContain('Nhà trường báo danh sách (lứa tuổi 11-14) chặn nhầm');
    await product.settled();
    const { items } = await product.ok<{ items: { id: string }[] }>(HA_NOI.approver, '/cases?review=pending&limit=200');
    expect(items.map(({ id }) => id)).toContain(one.id);
    const own = await product.ok<CaseList>(LAM_DONG.analyst, '/cases?review=pending&limit=200');
    const item = own.items.find(({ id }) => id === one.id);
    expect(item).toMatchObject({ review: { reviewId: objection, by: 'school', more: 0 } });
    expect(item?.due.map(({ step, unit }) => [step, unit])).toEqual([['review-decide', LAM_DONG.unit]]);

    await decide(one, 'upheld', 'Trang học tập.');
    await product.until('off the list', async () => ((await list('json')).includes(entry) ? undefined : true));
    await product.settled();
    const told = await answer();
    expect(told).toMatchObject({ state: 'upheld' });
    expect(Date.parse(told?.decidedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(told?.askedAt ?? ''));
    expect(JSON.stringify(told)).not.toMatch(/Trang học tập|ha-noi|ôn tập/);
  }, 60_000);

  it('may be objected to by several, before a provider has answered: each waits in the queue until it has its own answer', async () => {
    const one = await OneCase.open(product);
    await one.approved();
    const { target, reference } = await one.order();
    await product.settled();
    expect((await one.read()).status).toBe('approved');
    const entry = 'host' in target ? target.host : '';
    const ask = async (reason: string): Promise<string> => {
      const { status, body } = await object({ entry, reason });
      expect(status).toBe(202);
      await product.settled();
      return (body['objections'] as string[])[0] ?? '';
    };
    const [early, late] = [await ask('Trang thư viện số.'), await ask('Lớp 7 đang dùng.')];
    const waits = async () => (await one.read(HA_NOI.approver)).review;
    expect(await waits()).toMatchObject({ reviewId: early, more: 1, by: 'school' });
    expect((await waits())?.reason).toContain('Trang thư viện số.');

    await decide(one, 'rejected', 'Nội dung vẫn còn.');
    expect(await waits()).toMatchObject({ reviewId: late, more: 0 });
    expect((await waits())?.reason).toContain('Lớp 7 đang dùng.');
    const { items } = await product.ok<CaseList>(HA_NOI.approver, '/cases?review=pending&limit=200');
    expect(items.map(({ id }) => id)).toContain(one.id);

    for (const { provider, item } of await one.requests()) {
      await product.ok(provider, `/requests/${item.id}/enforced`, { body: {} });
    }
    await product.until('in force', async () => ((await one.read()).status === 'in-force' ? true : undefined));
    expect(await waits()).toMatchObject({ reviewId: late });
    const { id } = await one.order();
    await product.ok(LAM_DONG.approver, `/orders/${id}/withdraw`, { body: { reason: 'Nội dung đã được gỡ.' } });
    for (const { provider, item } of await one.requests('lift'))
      await product.ok(provider, `/requests/${item.id}/lifted`, { body: {} });
    await product.until('closed', async () => ((await one.read()).status === 'closed' ? true : undefined));
    await product.settled();
    const told = new Map((await objections()).map((each) => [each.id, each]));
    expect(told.get(early)).toMatchObject({ reference, state: 'rejected' });
    expect(told.get(late)).toMatchObject({ reference, state: 'ended' });
  }, 90_000);

  it('is nobody else’s to complain of there', async () => {
    const body = { entry: 'x.example.test', reason: 'không phải trường học' };
    expect((await product.call(LAM_DONG.channel, '/appeals/school', { body })).status).toBe(403);
    expect((await product.call(null, '/appeals/school', { body })).status).toBe(401);
    expect((await product.call(LAM_DONG.channel, '/appeals/school')).status).toBe(403);
    expect((await product.call(LAM_DONG.analyst, '/appeals/school')).status).toBe(403);
  });
});
