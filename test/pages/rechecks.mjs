import assert from 'node:assert/strict';
import { VARIANTS, axe, enter, openPage } from '../../scripts/lib/browser.mjs';
import { cast, caseInForce, person } from '../../scripts/lib/cases.mjs';

const ANALYST = 'chuyen-vien-lam-dong';
const APPROVER = 'phe-duyet-lam-dong';
const FOUND = { recheck: { found: 'gone', since: '2026-11-20T02:00:00.000Z' } };

/**
 * A case in force whose name a recheck found gone. That takes an hour at real resolvers, so what the API says of it (triage's own tests
 * hold it to that) is put into its answers here; everything else is as the instance gives it.
 */
const gone = async (given, login, variant = {}) => {
  const as = cast(given);
  const view = await caseInForce(given, await as(ANALYST), await as(APPROVER));
  const opened = await openPage(given.browser, given.url, variant);
  const asked = [];
  await opened.context.route(/\/api\/v1\/cases(\/[0-9a-f-]{36})?(\?|$)/, async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    asked.push(new URL(route.request().url()).searchParams.get('recheck'));
    const marked = (one) => (one.id === view.id ? { ...one, ...FOUND } : one);
    const whole = Array.isArray(body.items)
      ? { ...body, items: [marked(view), ...body.items.map(marked)] }
      : marked(body);
    await route.fulfill({ response: answer, json: whole });
  });
  await enter(opened.page, person(given, login), `/lam-viec/vu-viec/${view.id}?recheck=any`);
  await opened.page.locator('[data-recheck=gone]').waitFor();
  const close = async () => {
    await opened.context.unrouteAll({ behavior: 'wait' });
    await opened.close();
  };
  return { ...opened, close, asked, view };
};

export const checks = {
  'a name that a recheck found gone is marked in the list and on the case, and an approver can withdraw there': async (
    given,
  ) => {
    const { page, close, asked, view } = await gone(given, APPROVER);
    await page.locator(`.row[data-case="${view.id}"] .pill`, { hasText: 'tên miền không còn' }).first().waitFor();
    const words = await page.locator('[data-recheck=gone]').textContent();
    assert.match(words, /tên miền không còn/);
    assert.match(words, /từ 09:00 20\/11\/2026/);
    assert.match(words, /thu hồi yêu cầu/);
    await page.locator('.decision-bar button', { hasText: 'Thu hồi yêu cầu' }).first().waitFor();
    assert.ok(asked.includes('any'));
    await page.locator('.filters summary').click();
    await page.getByLabel('Kiểm tra lại', { exact: true }).selectOption('moved');
    await page.waitForURL(/recheck=moved/);
    await close();
  },

  'what a recheck found can be read in both languages, wide and narrow': async (given) => {
    for (const variant of [...VARIANTS, { width: 360, height: 740 }]) {
      const { page, close } = await gone(given, ANALYST, variant);
      const said = variant.language === 'en' ? 'the name is gone' : 'tên miền không còn';
      assert.match(await page.locator('[data-recheck=gone]').textContent(), new RegExp(said));
      assert.deepEqual(await axe(page), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > globalThis.innerWidth), false);
      await close();
    }
  },
};
