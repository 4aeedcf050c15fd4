import assert from 'node:assert/strict';
import { VARIANTS, axe, enter, openPage } from '../../scripts/lib/browser.mjs';
import { askForReview, cast, caseInForce, decide, person, requestFor } from '../../scripts/lib/cases.mjs';
import { until } from '../../scripts/lib/instance.mjs';

const ANALYST = 'chuyen-vien-lam-dong';
const APPROVER = 'phe-duyet-lam-dong';
const THIRD = 'phe-duyet-ha-noi';
const SAID = 'Trang của tôi không còn nội dung đó <b>từ hôm qua</b>.';

const reviewed = async (given) => {
  const as = cast(given);
  const view = await caseInForce(given, await as(ANALYST), await as(APPROVER));
  await askForReview(given, view, await as(THIRD), SAID);
  return { as, id: view.id, target: view.target };
};
const open = async (given, id, login = THIRD, variant = {}) => {
  const opened = await openPage(given.browser, given.url, variant);
  await enter(opened.page, person(given, login), `/lam-viec/phe-duyet/${id}`);
  await opened.page.locator('.review-words').waitFor();
  return opened;
};

export const checks = {
  'a third person upholds a review by keyboard, and what was blocked is lifted': async (given) => {
    const { as, id, target } = await reviewed(given);
    const { page, close } = await open(given, id);
    await page.locator('.waiting section', { hasText: 'Đề nghị xem xét lại' }).locator('[aria-current=true]').waitFor();
    assert.match(await page.locator('.review-words').textContent(), /<b>từ hôm qua<\/b>/);
    await page.keyboard.press('a');
    await page.locator('.sheet textarea').waitFor();
    await page.keyboard.type('Nội dung đã gỡ, không còn lý do chặn.');
    await page.keyboard.press('Control+Enter');
    await page.locator('.toast', { hasText: 'Đã chấp nhận' }).waitFor();
    await page.waitForURL((address) => !address.pathname.endsWith(id));
    const { provider, ...lift } = await requestFor(given, target.host, 'lift');
    await provider.ok('POST', `/requests/${lift.id}/lifted`, {});
    const analyst = await as(ANALYST);
    await until('the end', async () => (await analyst.ok('GET', `/cases/${id}`)).closed?.outcome === 'review-upheld');
    await close();
  },

  'a review is turned down with a reason, and the order stays': async (given) => {
    const { as, id } = await reviewed(given);
    const { page, close } = await open(given, id);
    await page.keyboard.press('r');
    await page.locator('.sheet textarea').fill('Nội dung vẫn còn ở trang thứ hai.');
    await page.keyboard.press('Control+Enter');
    await page.locator('.toast', { hasText: 'Đã giữ nguyên' }).waitFor();
    const view = await (await as(ANALYST)).ok('GET', `/cases/${id}`);
    assert.deepEqual([view.status, view.review], ['in-force', undefined]);
    await close();
  },

  'whoever approved it is told that another decides, and keeps what was written': async (given) => {
    const { id } = await reviewed(given);
    const { page, close } = await open(given, id, APPROVER);
    await page.keyboard.press('a');
    await page.locator('.sheet textarea').fill('Tôi thấy đã gỡ.');
    await page.keyboard.press('Control+Enter');
    await page.locator('.approval-bar [role=alert]', { hasText: 'người khác phải quyết định' }).waitFor();
    assert.equal(await page.locator('.sheet textarea').inputValue(), 'Tôi thấy đã gỡ.');
    assert.deepEqual(await axe(page), []);
    await close();
  },

  'a review that somebody decided meanwhile is not decided again, and the page says so': async (given) => {
    const { as, id } = await reviewed(given);
    const { page, context, close } = await open(given, id);
    await context.route('**/api/v1/cases/*', (route) =>
      route.request().method() === 'GET' ? route.abort() : route.continue(),
    );
    await decide(await as(THIRD), id, 'decide-review', { outcome: 'rejected', reason: 'Vẫn còn.' });
    await page.keyboard.press('a');
    await page.locator('.sheet textarea').fill('Đã gỡ.');
    await page.keyboard.press('Control+Enter');
    await page.locator('.approval-bar [role=alert]').waitFor();
    await close();
  },

  'a list of reviews that is refused says so and can be tried again': async (given) => {
    const { page, context, close } = await openPage(given.browser, given.url);
    await context.route('**/api/v1/cases?*review=pending*', (route) =>
      route.fulfill({ status: 403, json: { code: 'forbidden' } }),
    );
    await enter(page, person(given, THIRD), '/lam-viec/phe-duyet');
    await page.locator('.pane-list .state button').waitFor();
    assert.deepEqual(await axe(page), []);
    await context.unroute('**/api/v1/cases?*review=pending*');
    await page.locator('.pane-list .state button').click();
    await page.locator('.pane-list .state button').waitFor({ state: 'detached' });
    await close();
  },

  'axe finds nothing on a review, in both languages and themes, wide and narrow': async (given) => {
    const { id } = await reviewed(given);
    for (const variant of [...VARIANTS, { width: 360, height: 740 }]) {
      const { page, close } = await open(given, id, THIRD, variant);
      assert.deepEqual(await axe(page), [], JSON.stringify(variant));
      await page.keyboard.press('r');
      await page.locator('.sheet textarea').waitFor();
      assert.deepEqual(await axe(page), [], `answering ${JSON.stringify(variant)}`);
      await close();
    }
  },
};
