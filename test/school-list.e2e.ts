import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FEED_FORMATS, keysOf, type OrderView } from '#libs/contracts';
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

    expect(await object(said)).toMatchObject({ status: 202, body: { received: true, reviews: 1 } });
    expect((await object(said)).body).toEqual({ received: true, reviews: 1 });
    expect(await object({ ...said, ageBand: '0-5' })).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect((await object({ ...said, entry: 'khong-co.example.test' })).status).toBe(404);

    const asked = (await product.events('ReviewRequested')).filter(({ data }) => data['caseId'] === one.id);
    expect(asked).toHaveLength(1);
    const { review } = await one.read(HA_NOI.approver);
    expect(JSON.stringify(review)).toContain('Nhà trường báo danh sách (lứa tuổi 11-14) chặn nhầm');
    await product.settled();
    const { items } = await product.ok<{ items: { id: string }[] }>(HA_NOI.approver, '/cases?review=pending&limit=200');
    expect(items.map(({ id }) => id)).toContain(one.id);

    const { version } = await one.read(HA_NOI.approver);
    await product.ok(HA_NOI.approver, `/cases/${one.id}/decide-review`, {
      body: { outcome: 'upheld', reason: 'Trang học tập.' },
      headers: { 'if-match': `"${String(version)}"` },
    });
    await product.until('off the list', async () => ((await list('json')).includes(entry) ? undefined : true));
  }, 60_000);

  it('is nobody else’s to complain of there', async () => {
    const body = { entry: 'x.example.test', reason: 'không phải trường học' };
    expect((await product.call(LAM_DONG.channel, '/appeals/school', { body })).status).toBe(403);
    expect((await product.call(null, '/appeals/school', { body })).status).toBe(401);
  });
});
