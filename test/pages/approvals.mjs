import assert from 'node:assert/strict';
import { VARIANTS, axe, enter, focused, keyboard, openPage } from '../../scripts/lib/browser.mjs';
import { cast, decide, openCase, person, proposeCase, setEntry } from '../../scripts/lib/cases.mjs';
import { until } from '../../scripts/lib/instance.mjs';

const ANALYST = 'chuyen-vien-lam-dong';
const APPROVER = 'phe-duyet-lam-dong';
const FROM = '2021-06-01T00:00:00.000Z';
const dated = { validFrom: FROM, validTo: null, source: 'kiểm thử' };

const open = async (given, id, variant = {}) => {
  const opened = await openPage(given.browser, given.url, variant);
  await enter(opened.page, person(given, APPROVER), `/lam-viec/phe-duyet/${id}`);
  await opened.page.locator('.approval .fine-checks').waitFor();
  await opened.page.locator('.approval .report').first().waitFor();
  return opened;
};
const statusOf = async (who, id) => (await who.ok('GET', `/cases/${id}`)).status;
const becomes = (who, id, status) =>
  until(`the case to be ${status}`, async () => (await statusOf(who, id)) === status);
const flagged = (page) =>
  page.locator('.check:not(.fine)').evaluateAll((all) => all.map((one) => `${one.className} ${one.dataset.check}`));

export const checks = {
  'a sound proposal is approved with one key and no pointer, and the next one is there': async (given) => {
    const as = cast(given);
    const { id } = await proposeCase(await as(ANALYST));
    const { page, close } = await open(given, id);
    assert.deepEqual(await flagged(page), []);
    const keys = await keyboard(page);
    await keys.press('a');
    await page.locator('.toast', { hasText: 'Đã phê duyệt' }).waitFor();
    assert.equal(await keys.took(), 1);
    await page.waitForURL((address) => !address.pathname.endsWith(id));
    assert.notEqual(await statusOf(await as(APPROVER), id), 'awaiting-approval');
    await close();
  },

  'a name before the @ that is not the host is pointed out, and the first press does not sign': async (given) => {
    const as = cast(given);
    const { id } = await proposeCase(
      await as(ANALYST),
      { action: 'block-host' },
      { address: 'https://benh-vien-nhi.example.test@NAME.example.net/khoa' },
    );
    const { page, close } = await open(given, id);
    assert.ok((await flagged(page)).includes('check look user-part'));
    await page.keyboard.press('a');
    await page.locator('.toast', { hasText: 'Bấm lần nữa' }).waitFor();
    assert.equal(await statusOf(await as(APPROVER), id), 'awaiting-approval');
    await page.keyboard.press('a');
    await page.locator('.toast', { hasText: 'Đã phê duyệt' }).waitFor();
    await close();
  },

  'a proposal against another host than the one reported first says so': async (given) => {
    const as = cast(given);
    const analyst = await as(ANALYST);
    const first = await openCase(analyst);
    const other = await openCase(analyst);
    await decide(analyst, first.id, 'claim');
    await decide(analyst, other.id, 'claim');
    await decide(analyst, other.id, 'merge', { into: first.id });
    await decide(analyst, first.id, 'classify', { category: 'social-vice' });
    await until('the other target to be there', async () => {
      const { targets } = await analyst.ok('GET', `/cases/${first.id}`);
      return targets.length === 2;
    });
    await decide(analyst, first.id, 'propose', {
      action: 'block-host',
      category: 'social-vice',
      legalBasis: 'luat-an-ninh-mang-2025',
      reasons: 'Trang mời học sinh đặt cược, có nút nạp tiền.',
      targetIndex: 1,
      expiresInDays: 30,
    });
    const { page, close } = await open(given, first.id);
    assert.ok((await flagged(page)).includes('check look host'));
    await close();
  },

  'a name that was guarded since it was proposed cannot be signed, by key or by button': async (given) => {
    const as = cast(given);
    const view = await proposeCase(await as(ANALYST), { action: 'block-host' });
    const name = view.target.host;
    await setEntry(await as('quan-tri-mot'), await as('quan-tri-hai'), 'guard', name.split('.')[0], {
      ...dated,
      name,
      why: 'Trang của một bệnh viện',
    });
    await until('the guard to count', async () => {
      const { actions } = await (await as(APPROVER)).ok('GET', `/cases/${view.id}/verdicts`);
      return actions.some(({ guard }) => guard !== null);
    });
    const { page, close } = await open(given, view.id);
    assert.ok((await flagged(page)).includes('check stop guard'));
    assert.ok(await page.locator('.approval-bar .button.main').isDisabled());
    await page.keyboard.press('a');
    await page.locator('.toast', { hasText: 'Không phê duyệt được' }).waitFor();
    assert.equal(await statusOf(await as(APPROVER), view.id), 'awaiting-approval');
    await close();
  },

  'a harm that nobody could check stands out': async (given) => {
    const as = cast(given);
    const { id } = await proposeCase(await as(ANALYST), {
      action: 'remove-content',
      category: 'bullying',
      legalBasis: 'luat-tre-em-2016',
      harm: { stated: 'xấu cho trẻ', verifiedHow: 'đã xem' },
    });
    const { page, close } = await open(given, id);
    assert.ok((await flagged(page)).includes('check look harm'));
    await close();
  },

  'returned by keyboard, amended, and approved seeing what changed': async (given) => {
    const as = cast(given);
    const analyst = await as(ANALYST);
    const { id } = await proposeCase(analyst, { reasons: 'Có hại cho trẻ.' });
    const { page, close } = await open(given, id);
    assert.ok((await flagged(page)).includes('check look reasons'));
    await page.keyboard.press('r');
    await page.keyboard.type('Nêu rõ trang làm gì với học sinh.');
    await page.keyboard.press('Control+Enter');
    await page.locator('.toast', { hasText: 'Đã trả lại' }).waitFor();
    await becomes(analyst, id, 'open');
    await decide(analyst, id, 'claim').catch(() => undefined);
    await decide(analyst, id, 'propose', {
      action: 'block-url',
      category: 'social-vice',
      legalBasis: 'luat-an-ninh-mang-2025',
      reasons: 'Trang mời học sinh đặt cược bằng thẻ điện thoại, có nút nạp tiền.',
      expiresInDays: 30,
    });
    await page.goto(`/lam-viec/phe-duyet/${id}`);
    const change = page.locator('.difference');
    await change.locator('del', { hasText: 'Có hại cho trẻ.' }).waitFor();
    await change.locator('ins', { hasText: 'nút nạp tiền' }).waitFor();
    await change.locator('blockquote', { hasText: 'Nêu rõ' }).waitFor();
    await page.locator('.approval .fine-checks').waitFor();
    await page.keyboard.press('a');
    await page.keyboard.press('a');
    await page.locator('.toast', { hasText: 'Đã phê duyệt' }).waitFor();
    await close();
  },

  'a blind second look shows who proposed and why only after the own view, by key': async (given) => {
    const as = cast(given);
    const [one, two] = [await as('quan-tri-mot'), await as('quan-tri-hai')];
    const rule = (value) =>
      setEntry(one, two, 'policy', 'xem-doc-lap', {
        ...dated,
        name: 'blind-second-look',
        unit: 'to-theo-doi-lam-dong',
        value,
      });
    await rule(1);
    try {
      const { id } = await proposeCase(await as(ANALYST));
      const approver = await as(APPROVER);
      await until('the rule to count', async () => (await approver.ok('GET', `/cases/${id}`)).proposal.hidden);
      const { page, close } = await open(given, id);
      assert.equal(await page.getByText('nút nạp tiền').count(), 0);
      assert.ok(await page.locator('.approval-bar .button.main').isDisabled());
      assert.deepEqual(await axe(page), []);
      await page.keyboard.press('1');
      await page.getByText('nút nạp tiền').first().waitFor();
      await page.locator('.own-view').waitFor({ state: 'detached' });
      await page.keyboard.press('a');
      await page.locator('.toast', { hasText: 'Đã phê duyệt' }).waitFor();
      await close();
    } finally {
      await rule(0);
    }
  },

  'a dismissal that takes two is confirmed with one key': async (given) => {
    const as = cast(given);
    const analyst = await as(ANALYST);
    const { id } = await openCase(analyst);
    await decide(analyst, id, 'claim');
    await decide(analyst, id, 'classify', { category: 'grooming' });
    await decide(analyst, id, 'dismiss', { preset: 'looked-harmless' });
    const { page, close } = await openPage(given.browser, given.url);
    await enter(page, person(given, APPROVER), `/lam-viec/phe-duyet/${id}`);
    await page.locator('.approval .asked-line').waitFor();
    await page.locator('.approval .report').first().waitFor();
    await page.keyboard.press('a');
    await page.locator('.toast', { hasText: 'Đã xác nhận' }).waitFor();
    assert.equal(await statusOf(analyst, id), 'dismissed');
    await close();
  },

  'what changed under the approver is a conflict, not a signature': async (given) => {
    const as = cast(given);
    const analyst = await as(ANALYST);
    const { id } = await proposeCase(analyst);
    const { page, context, close } = await open(given, id);
    await context.route('**/api/v1/cases/*', (route) =>
      route.request().method() === 'GET' ? route.abort() : route.continue(),
    );
    await decide(analyst, id, 'withdraw-proposal');
    await page.keyboard.press('a');
    await page.locator('.approval-bar [role=alert]').waitFor();
    await context.unroute('**/api/v1/cases/*');
    assert.equal(await statusOf(analyst, id), 'open');
    await close();
  },

  'an order in force is taken back by one key and a reason, and the providers are asked to lift': async (given) => {
    const as = cast(given);
    const approver = await as(APPROVER);
    const { unit } = person(given, APPROVER);
    const { items } = await approver.ok('GET', `/cases?status=in-force&limit=100`);
    const { id } = items.find((one) => one.unit === unit);
    const { order } = await approver.ok('GET', `/cases/${id}`);
    const { page, close } = await openPage(given.browser, given.url);
    await enter(page, person(given, APPROVER), `/lam-viec/vu-viec/${id}?status=any`);
    await page.locator('.decision-bar', { hasText: 'Thu hồi yêu cầu' }).waitFor();
    const keys = await keyboard(page);
    await keys.press('o');
    await focused(page, '.sheet textarea');
    assert.deepEqual(await axe(page), []);
    await keys.write('Trang đã gỡ nội dung có hại.');
    await keys.press('Control+Enter');
    await page.locator('.toast', { hasText: 'Đã thu hồi' }).waitFor();
    assert.equal(await keys.took(), 2, 'beside the free text');
    await page.locator('.decision-bar button', { hasText: 'Thu hồi yêu cầu' }).waitFor({ state: 'detached' });
    await until('the order to be withdrawn', async () => {
      const { status } = await approver.ok('GET', `/orders/${order.id}`);
      return status === 'withdrawn';
    });
    await close();
  },

  'axe finds nothing on approvals, in both languages and themes, wide and narrow': async (given) => {
    const as = cast(given);
    const { id } = await proposeCase(
      await as(ANALYST),
      { action: 'block-host', reasons: 'Có hại.' },
      { address: 'https://benh-vien.example.test@NAME.example.net/khoa' },
    );
    for (const variant of [...VARIANTS, { width: 360, height: 740 }]) {
      const { page, close } = await open(given, id, variant);
      assert.deepEqual(await axe(page), [], JSON.stringify(variant));
      await page.locator('.fine-checks summary').click();
      await page.keyboard.press('r');
      await page.locator('.sheet textarea').waitFor();
      assert.deepEqual(await axe(page), [], `returning ${JSON.stringify(variant)}`);
      await close();
    }
  },
};
