import assert from 'node:assert/strict';
import { VARIANTS, axe, enter, openPage } from '../../scripts/lib/browser.mjs';
import { caseByLetter, cast, person } from '../../scripts/lib/cases.mjs';

const APPROVER = 'phe-duyet-lam-dong';
const ANALYST = 'chuyen-vien-lam-dong';
const NARROW = { width: 360, height: 740 };

const letterOf = async (given) => {
  const as = cast(given);
  return caseByLetter(await as(ANALYST), await as(APPROVER));
};

/** A recipient's browser, without JavaScript, at a link. */
const recipient = async ({ browser, url }, link) => {
  const opened = await openPage(browser, url, { script: false });
  await opened.page.goto(link);
  return opened;
};

/** What axe finds at a link in both languages, wide and narrow; and nothing is wider than the screen. */
const looked = async ({ browser, url }, link) => {
  for (const look of VARIANTS.flatMap((variant) => [variant, { ...variant, ...NARROW }])) {
    const { page, close } = await openPage(browser, url, look);
    await page.goto(link);
    assert.equal(await page.locator('html').getAttribute('lang'), look.language);
    assert.deepEqual(await axe(page), [], JSON.stringify(look));
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(overflow <= 0, `${JSON.stringify(look)}: wider than the screen by ${overflow}`);
    await close();
  }
};

export const checks = {
  'a recipient answers a letter’s request by its link without JavaScript, and sees what stands': async (given) => {
    const { link, request, letter } = await letterOf(given);
    await looked(given, link);
    const { page, close } = await recipient(given, link);
    await page.getByText(request.reference, { exact: true }).waitFor();
    assert.equal(await page.locator('main a, main img').count(), 0);
    await page.getByRole('button', { name: 'Đã nhận' }).click();
    await page.locator('[role=status]', { hasText: 'Đã ghi nhận' }).waitFor();
    await page.getByRole('button', { name: 'Đã thực hiện' }).click();
    await page.getByText('không cần làm gì thêm').waitFor();
    assert.equal(await page.locator('main button').count(), 0);
    await looked(given, link);
    const { items } = await (await cast(given)(ANALYST)).ok('GET', `/letters/${letter.id}`);
    assert.deepEqual(
      items.map(({ state }) => state),
      ['enforced'],
    );
    await close();
  },

  'an approver revokes one link on the case: it is a page of nothing, and the fresh one answers': async (given) => {
    const { id, link } = await letterOf(given);
    const { page, close } = await openPage(given.browser, given.url);
    await enter(page, person(given, APPROVER), `/lam-viec/vu-viec/${id}?status=any`);
    const links = page.locator('.case-links');
    await links.locator('.pill', { hasText: 'đang dùng được' }).waitFor();
    assert.deepEqual(await axe(page), []);
    await links.getByRole('button', { name: /^Thu hồi/ }).click();
    await page.locator('dialog').getByLabel('Lý do').fill('Gửi nhầm hộp thư chung');
    assert.deepEqual(await axe(page), []);
    await page.locator('dialog button[type=submit]').click();
    await links.locator('.pill', { hasText: 'đã thu hồi' }).waitFor();
    await links.getByText('Gửi nhầm hộp thư chung').waitFor();
    await looked(given, link);
    const gone = await recipient(given, link);
    const nothing = await recipient(given, '/tra-loi/khong-co');
    assert.equal(await gone.page.content(), await nothing.page.content());
    await nothing.close();
    await links.getByRole('button', { name: /^Cấp đường dẫn/ }).click();
    const fresh = new URL(await page.locator('.fresh-link').textContent()).pathname;
    assert.deepEqual(await axe(page), []);
    await page.locator('dialog').getByRole('button', { name: 'Xong' }).click();
    await links.locator('.pill', { hasText: 'đang dùng được' }).waitFor();
    await gone.page.goto(fresh);
    await gone.page.getByRole('button', { name: 'Đã thực hiện' }).click();
    await gone.page.locator('[role=status]', { hasText: 'Đã ghi nhận' }).waitFor();
    await gone.close();
    await page.getByText('Cấp đường dẫn trả lời mới', { exact: true }).waitFor();
    await close();
  },
};
