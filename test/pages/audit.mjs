import assert from 'node:assert/strict';
import { VARIANTS, axe, enter, openPage } from '../../scripts/lib/browser.mjs';

const month = new Date().toISOString().slice(0, 7);
const go = async (page, path, wait) => {
  await page.goto(`/lam-viec${path}`);
  await page.locator(wait).first().waitFor();
};
/** From what was in force this month to one case as it stood when it was ordered. */
const replay = async (page) => {
  await go(page, `/giam-sat?month=${month}`, '.answer a.button');
  await page.locator('.answer a.button').first().click();
  await page.locator('.state-then').waitFor();
};

const AUDITOR = [
  [`/giam-sat?month=${month}`, '.answer'],
  ['/giam-sat/nhat-ky', '.records'],
  ['/giam-sat/luot-doc', '.page h1'],
  ['/giam-sat/bi-tu-choi', '.page h1'],
  ['/giam-sat/ket-thuc', '.records'],
  ['/giam-sat/danh-muc', '.records'],
  ['/giam-sat/mau', '.page h1'],
  ['/giam-sat/kien-nghi', '.page h1'],
  ['/giam-sat/doi-chieu', '.page h1'],
  ['/so-lieu?by=unit', '.measure .bar'],
];
const ADMINISTRATOR = [
  ['/quan-tri', '.page h1'],
  ['/quan-tri/danh-muc/person', '.records'],
  ['/quan-tri/danh-muc/legal-basis/luat-an-ninh-mang-2025', 'dl.answer'],
  ['/quan-tri/khoa', '.records'],
  ['/quan-tri/tai-khoan', '.records'],
  ['/quan-tri/tam-dung', '.page h1'],
  ['/quan-tri/thu-bao-ve?name=video.example.test', '.records'],
];

export const checks = {
  'an auditor asks what was in force this month and replays one case step by step, by keyboard': async ({
    browser,
    url,
    user,
  }) => {
    const { page, close } = await openPage(browser, url);
    await enter(page, user('auditor'));
    await replay(page);
    assert.match(await page.locator('.banner.quiet').textContent(), /đang được che/);
    assert.ok((await page.locator('.redacted').count()) > 0, 'what people wrote is masked');
    assert.ok((await page.locator('.policy').count()) > 0, 'the rules in force then are there');
    const slider = page.locator('input[type=range]');
    const step = Number(await slider.inputValue());
    await page.keyboard.press('k');
    await page.waitForFunction((to) => Number(document.querySelector('input[type=range]').value) === to, step - 1);
    await page.reload();
    await slider.waitFor();
    assert.equal(Number(await slider.inputValue()), step - 1, 'the moment stands in the address');
    await slider.focus();
    await page.keyboard.press('Home');
    await page.locator('.state-then .pill', { hasText: 'chờ xử lý' }).waitFor();
    assert.equal(await page.locator('.page a[href^="http"]').count(), 0);
    await close();
  },

  'clear text takes a purpose, and the purpose is seen in who read what': async ({ browser, url, user }) => {
    const { page, close } = await openPage(browser, url);
    await enter(page, user('auditor'));
    await replay(page);
    await page.getByRole('button', { name: 'Nêu mục đích để xem bản rõ' }).click();
    await page.locator('dialog input').fill('Kiểm tra theo đơn kiến nghị');
    await page.locator('dialog button[type=submit]').click();
    await page.locator('.banner.warning', { hasText: 'Kiểm tra theo đơn' }).waitFor();
    await page.locator('.redacted').first().waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Ai đã đọc' }).click();
    await page.locator('.records td', { hasText: 'Kiểm tra theo đơn kiến nghị' }).first().waitFor();
    await close();
  },

  'a sample is drawn by its own hash and leads to its cases': async ({ browser, url, user }) => {
    const { page, close } = await openPage(browser, url);
    await enter(page, user('auditor'));
    await go(page, '/giam-sat/mau', '.page-head .button.main');
    await page.locator('.page-head .button.main').click();
    await page.locator('dialog input[type=number]').fill('5');
    await page.locator('dialog button[type=submit]').click();
    await page.locator('#sample-title').waitFor();
    assert.equal(await page.locator('.records tbody tr').count(), 5);
    await page.locator('summary').click();
    assert.match(await page.locator('details dd.mono').textContent(), /^[0-9a-f]{64}$/);
    await close();
  },

  'a finding is raised, answered by the unit and closed': async ({ browser, url, user }) => {
    const text = `Chưa nêu căn cứ ${Date.now()}`;
    const auditor = await openPage(browser, url);
    await enter(auditor.page, user('auditor'));
    await go(auditor.page, '/giam-sat/kien-nghi', '.page-head .button.main');
    await auditor.page.locator('.page-head .button.main').click();
    await auditor.page.locator('dialog select option').nth(1).waitFor({ state: 'attached' });
    await auditor.page.locator('dialog select').selectOption(user('analyst').unit);
    await auditor.page.locator('dialog textarea').fill(text);
    await auditor.page.locator('dialog button[type=submit]').click();
    await auditor.page.locator('.answer', { hasText: text }).waitFor();
    const unit = await openPage(browser, url);
    await enter(unit.page, user('analyst'));
    await go(unit.page, '/giam-sat/kien-nghi', '.answer');
    await unit.page.locator('.answer', { hasText: text }).getByRole('button', { name: 'Trả lời' }).click();
    await unit.page.locator('dialog textarea').fill('Đã bổ sung căn cứ');
    await unit.page.locator('dialog button[type=submit]').click();
    await unit.page.locator('.answer', { hasText: text }).locator('blockquote').waitFor();
    await unit.close();
    await auditor.page.reload();
    await auditor.page.locator('.answer', { hasText: text }).getByRole('button', { name: 'Đóng kiến nghị' }).click();
    await auditor.page.locator('.answer', { hasText: text }).locator('.pill', { hasText: 'đã đóng' }).waitFor();
    await auditor.close();
  },

  'live is compared with rebuilt': async ({ browser, url, user }) => {
    const { page, close } = await openPage(browser, url);
    await enter(page, user('auditor'));
    await go(page, '/giam-sat/doi-chieu', '.page-head .button.main:enabled');
    await page.locator('.page-head .button.main').click();
    await page.locator('.verdict progress, .verdict.success').first().waitFor();
    await page.locator('.verdict.success').waitFor({ timeout: 120_000 });
    await close();
  },

  'a register entry takes two administrators': async ({ browser, url, credentials }) => {
    const [first, second] = credentials.users.filter(({ role }) => role === 'administrator');
    const id = `thu-nghiem-${Date.now()}`;
    const one = await openPage(browser, url);
    await enter(one.page, first);
    await go(one.page, '/quan-tri/danh-muc/guard', '.page-head .button.main');
    await one.page.locator('.page-head .button.main').click();
    const form = one.page.locator('dialog form');
    await form.locator('input').nth(0).fill(id);
    await form.locator('input').nth(1).fill(`${id}.example.test`);
    await form.locator('input').nth(2).fill('thử nghiệm');
    await form.locator('button[type=submit]').click();
    await form.waitFor({ state: 'detached' });
    await go(one.page, '/quan-tri', '.answer');
    assert.equal(await one.page.locator('.answer', { hasText: id }).getByRole('button').count(), 0, 'not one’s own');
    await one.close();
    const two = await openPage(browser, url);
    await enter(two.page, second);
    await go(two.page, '/quan-tri', '.answer');
    await two.page.locator('.answer', { hasText: id }).getByRole('button', { name: 'Duyệt' }).click();
    await two.page.locator('.answer', { hasText: id }).waitFor({ state: 'detached' });
    await go(two.page, `/quan-tri/thu-bao-ve?name=${id}.example.test`, '.records .pill.success');
    await two.close();
  },

  'axe finds nothing on any page of auditors and administrators, in both languages and themes': async ({
    browser,
    url,
    user,
  }) => {
    for (const variant of VARIANTS) {
      for (const [role, pages] of [
        ['auditor', AUDITOR],
        ['administrator', ADMINISTRATOR],
      ]) {
        const { page, close } = await openPage(browser, url, variant);
        await enter(page, user(role));
        for (const [path, wait] of pages) {
          await go(page, path, wait);
          assert.deepEqual(await axe(page), [], `${path} ${JSON.stringify(variant)}`);
        }
        if (role === 'auditor') {
          await replay(page);
          assert.deepEqual(await axe(page), [], `replay ${JSON.stringify(variant)}`);
        }
        await close();
      }
    }
  },
};
