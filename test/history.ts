import type { OrderView, ReportAccepted } from '#libs/contracts';
import { HA_NOI, LAM_DONG, OneCase, freshLink } from './one-case.js';
import type { Product } from './product.js';

/** Types that some handler listens to and this history does not come by: two take time or a race, two a second administrator or approver. */
export const NOT_LIVED = ['EntryRetired', 'OrderExpired', 'OrderRefused', 'OrderRenewed'];

/** Cases that live most of what a case can: reports that meet, a plea, an order enforced and lifted, a school's list that is put right. */
export async function live(product: Product): Promise<void> {
  const report = (body: object): Promise<ReportAccepted> =>
    product.ok(LAM_DONG.channel, '/reports', { body: { province: LAM_DONG.province, ...body } });
  const link = freshLink();
  for (let n = 0; n < 4; n += 1) await report({ urls: [link, freshLink()] });
  await report({ urls: ['khong phai lien ket', link] });
  await report({ urls: [freshLink()], helpNeeded: true, note: 'Cháu cần giúp.' });

  const blocked = await OneCase.open(product);
  await blocked.approved();
  for (const { provider, item } of await blocked.requests()) {
    await product.ok(provider, `/requests/${item.id}/acknowledge`, { body: {} });
    await product.ok(provider, `/requests/${item.id}/enforced`, { body: {} });
  }
  await inForce(product, blocked);
  const { id } = await blocked.order();
  await product.ok(LAM_DONG.approver, `/orders/${id}/withdraw`, { body: { reason: 'Nội dung đã được gỡ.' } });
  for (const { provider, item } of await blocked.requests('lift'))
    await product.ok(provider, `/requests/${item.id}/lifted`, { body: {} });

  const kept = await OneCase.open(product);
  await kept.approved({ category: 'age-inappropriate', action: 'restrict-age', ageBands: ['11-14'] });
  const { target }: OrderView = await kept.order();
  await inForce(product, kept);
  await product.settled();
  const entry = 'url' in target ? target.url : 'host' in target ? target.host : target.domain;
  const school = product.credentials.keys.find(({ role }) => role === 'school')?.name ?? '';
  const wrong = { entry, ageBand: '11-14', reason: 'Đây là trang ôn tập của trường.' };
  await product.ok(school, '/appeals/school', { body: wrong });
  await product.settled();
  const { version } = await kept.read(HA_NOI.approver);
  await product.ok(HA_NOI.approver, `/cases/${kept.id}/decide-review`, {
    body: { outcome: 'upheld', reason: 'Trang học tập.' },
    headers: { 'if-match': `"${String(version)}"` },
  });
  await product.settled();
}

const inForce = (product: Product, one: OneCase): Promise<true> =>
  product.until('in force', async () => ((await one.read()).status === 'in-force' ? true : undefined));
