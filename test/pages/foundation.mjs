import assert from 'node:assert/strict';
import { VARIANTS, axe, enter, openPage } from '../../scripts/lib/browser.mjs';

/** Does what claims the next case, and waits until that one is shown: the case before may have been one's own too. */
const claimNext = async (page, how) => {
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.url().endsWith('/cases/next') && response.status() !== 401),
    how(),
  ]);
  assert.equal(answer.status(), 200, await answer.text());
  const { id } = await answer.json();
  await page.waitForURL(`**/vu-viec/${id}`);
  await page.locator('.case strong', { hasText: 'Bạn đang xử lý' }).waitFor();
};

export const checks = {
  'the pages promise a strict policy, and their files are kept for good': async ({ url }) => {
    const page = await fetch(`${url}/lam-viec/vu-viec`);
    const policy = page.headers.get('content-security-policy');
    for (const rule of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"])
      assert.ok(policy.includes(rule), rule);
    assert.ok(!/unsafe|https?:/.test(policy), policy);
    assert.equal(page.headers.get('x-dns-prefetch-control'), 'off');
    assert.equal(page.headers.get('referrer-policy'), 'no-referrer');
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(await page.text())[1];
    const file = await fetch(`${url}${script}`, { headers: { 'accept-encoding': 'br' } });
    assert.equal(file.headers.get('content-encoding'), 'br');
    assert.match(file.headers.get('cache-control'), /immutable/);
    assert.equal((await fetch(`${url}/assets/..%2Fmanifest.json`)).status, 404);
  },

  'an analyst signs in, finds a case by keyboard and claims the next one': async ({ browser, url, user }) => {
    const { page, close } = await openPage(browser, url);
    await enter(page, user('analyst'));
    await page.locator('.row').first().waitFor();
    await page.keyboard.press('j');
    await page.locator('.case .target').first().waitFor();
    await page.locator('.timeline li').first().waitFor();
    assert.equal(await page.locator('.pane-case a').count(), 0, 'no reported address is a link');
    await claimNext(page, () => page.keyboard.press('n'));
    await page.keyboard.press('c');
    await page.locator('.decision-bar', { hasText: 'Nhận xử lý' }).waitFor();
    await close();
  },

  'a wrong password is refused in words': async ({ browser, url, user }) => {
    const { page, close } = await openPage(browser, url);
    await page.goto('/lam-viec');
    await page.locator('input[name=login]').fill(user('analyst').login);
    await page.locator('input[name=password]').fill('không đúng');
    await page.locator('form button[type=submit]').click();
    assert.match(await page.locator('[role=alert]').textContent(), /không đúng/);
    await close();
  },

  'a session lost in the middle asks again over the page, and the work goes on': async ({ browser, url, user }) => {
    const { page, context, close } = await openPage(browser, url);
    await enter(page, user('analyst'));
    await page.locator('.row').first().waitFor();
    await context.clearCookies({ name: 'lachan_session' });
    await page.keyboard.press('n');
    await page.locator('dialog input[name=password]').fill(user('analyst').password);
    await claimNext(page, () => page.locator('dialog button[type=submit]').click());
    await page.locator('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('c');
    await page.locator('.decision-bar', { hasText: 'Nhận xử lý' }).waitFor();
    await close();
  },

  'keys do nothing while typing, also while a character is composed': async ({ browser, url, user }) => {
    const { page, close } = await openPage(browser, url);
    await enter(page, user('analyst'));
    await page.locator('.row').first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('jn?');
    assert.equal(await page.locator('input[type=search]').inputValue(), 'jn?');
    assert.equal(await page.locator('dialog').count(), 0);
    await page.keyboard.press('Escape');
    await page.evaluate(() =>
      document.body.dispatchEvent(
        new KeyboardEvent('keydown', { key: '?', shiftKey: true, bubbles: true, isComposing: true }),
      ),
    );
    assert.equal(await page.locator('dialog').count(), 0);
    await page.keyboard.press('Shift+?');
    await page.locator('dialog h2', { hasText: 'Phím tắt' }).waitFor();
    await close();
  },

  'a key can be changed on this browser': async ({ browser, url, user }) => {
    const { page, close } = await openPage(browser, url);
    await enter(page, user('analyst'));
    await page.locator('.row').first().waitFor();
    await page.keyboard.press('Shift+?');
    await page.getByRole('button', { name: 'Đổi phím: Vụ việc dưới' }).click();
    await page.keyboard.press('m');
    await page.getByRole('button', { name: 'Đóng' }).click();
    await page.reload();
    await page.locator('.row').first().waitFor();
    await page.keyboard.press('m');
    await page.locator('.case').waitFor();
    await close();
  },

  'axe finds nothing on signing in, queue and case, in both languages and themes': async ({ browser, url, user }) => {
    for (const variant of VARIANTS) {
      const { page, close } = await openPage(browser, url, variant);
      await page.goto('/lam-viec');
      await page.locator('form').waitFor();
      assert.deepEqual(await axe(page), [], `sign-in ${JSON.stringify(variant)}`);
      await enter(page, user('analyst'));
      await page.locator('.row').first().click();
      await page.locator('.timeline li').first().waitFor();
      assert.deepEqual(await axe(page), [], `case ${JSON.stringify(variant)}`);
      await page.keyboard.press('Shift+?');
      await page.locator('dialog').waitFor();
      assert.deepEqual(await axe(page), [], `keys ${JSON.stringify(variant)}`);
      await close();
    }
  },
};
