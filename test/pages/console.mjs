import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VARIANTS, axe, openPage } from '../../scripts/lib/browser.mjs';

const HOME = '/lam-viec/doanh-nghiep';
export const byName = (page, name) => page.locator(`[name=${name}]`);

const keyOf = (credentials, name) => credentials.keys.find((one) => one.name === name).key;

/** Goes in with a key of the demonstration, as its holder's staff do. */
export const enterWith = async (page, key, path = '') => {
  await page.goto(`${HOME}${path}`);
  await byName(page, 'key').fill(key);
  await page.locator('form button[type=submit]').click();
  await page.locator('.console .top-bar').waitFor();
  await page.locator('main .loading').waitFor({ state: 'detached' });
};
/** The same for a picture, where only the data directory is known. */
export const withKey = (page, name, path) =>
  enterWith(
    page,
    keyOf(
      JSON.parse(readFileSync(join(process.env.LACHAN_DATA_DIR ?? '.data', 'demo-credentials.json'), 'utf8')),
      name,
    ),
    path,
  );

const SANDBOX = 'Thử nghiệm';
const api = (url, key, path, options = {}) =>
  fetch(`${url}/api/v1${path}`, {
    ...options,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
  });
const make = async (url, key, count, kind = 'block') =>
  (await (await api(url, key, '/sandbox/requests', { method: 'POST', body: JSON.stringify({ kind, count }) })).json())
    .requests;
const stateOf = async (url, key, id) => (await (await api(url, key, `/requests/${id}`)).json()).state;

export const checks = {
  'a key opens the console and is kept nowhere on the page': async ({ browser, url, credentials }) => {
    const { page, context, close } = await openPage(browser, url);
    const key = keyOf(credentials, 'Viễn thông Sông Hồng');
    await enterWith(page, key);
    await page.locator('.ask-row').first().waitFor();
    const kept = await page.evaluate(() =>
      JSON.stringify([
        { ...localStorage },
        { ...window.sessionStorage },
        location.href,
        document.documentElement.outerHTML,
      ]),
    );
    assert.ok(!kept.includes(key));
    const cookie = (await context.cookies()).find(({ name }) => name === 'lachan_session');
    assert.equal(cookie.httpOnly, true);
    assert.equal(await page.locator('.pane-list a[href^="http"]').count(), 0, 'no target is a link');
    await close();
  },

  'a wrong key is refused in words': async ({ browser, url }) => {
    const { page, close } = await openPage(browser, url);
    await page.goto(HOME);
    await byName(page, 'key').fill('lck_khong_dung');
    await page.keyboard.press('Enter');
    assert.match(await page.locator('[role=alert]').textContent(), /Khoá không đúng/);
    await close();
  },

  'received, enforced and refused by keyboard alone, one key each': async ({ browser, url, credentials }) => {
    const key = keyOf(credentials, SANDBOX);
    const [one, two] = await make(url, key, 2);
    const { page, close } = await openPage(browser, url);
    await enterWith(page, key, `?yc=${one}`);
    await page.locator(`[data-request="${one}"][aria-current=true]`).waitFor();
    await page.locator('.ask .target').waitFor();
    await page.keyboard.press('a');
    await page.locator('.toast', { hasText: 'Đã ghi nhận 1' }).waitFor();
    assert.equal(await stateOf(url, key, one), 'acknowledged');
    await page.goto(`${HOME}?yc=${one}`);
    await page.locator('.ask .pill', { hasText: 'đã xác nhận' }).waitFor();
    await page.keyboard.press('e');
    await page.locator('.toast', { hasText: 'Đã ghi nhận 1' }).waitFor();
    assert.equal(await stateOf(url, key, one), 'enforced');
    await page.goto(`${HOME}?yc=${two}`);
    await page.locator(`[data-request="${two}"][aria-current=true]`).waitFor();
    await page.keyboard.press('r');
    await page.locator('dialog input[type=radio]').first().press('Space');
    for (let press = 0; press < 3; press += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Chặn tên này sẽ chặn cả trường học bên cạnh.');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('.toast', { hasText: 'Đã ghi nhận 1' }).waitFor();
    const view = await (await api(url, key, `/requests/${two}`)).json();
    assert.deepEqual([view.state, view.refusal.code], ['refused', 'would-overblock']);
    await close();
  },

  'many at once: looked at before they are sent, and those that do not fit are left': async ({
    browser,
    url,
    credentials,
  }) => {
    const key = keyOf(credentials, SANDBOX);
    const made = await make(url, key, 3);
    await api(url, key, '/requests/overview?limit=200'); // what was not shown yet cannot be answered
    await api(url, key, `/requests/${made[0]}/enforced`, { method: 'POST', body: '{}' });
    const { page, close } = await openPage(browser, url, { height: 6000 });
    await enterWith(page, key, '?xem=all');
    for (const id of made) await page.locator(`.ask-row:has([data-request="${id}"]) input`).check();
    await page.locator('.ask-picked', { hasText: 'Đã chọn 3' }).waitFor();
    await page.keyboard.press('e');
    await page.locator('dialog', { hasText: '1 yêu cầu đã chọn không chờ' }).waitFor();
    assert.equal(await page.locator('dialog .ask-listed li').count(), 2);
    await page.keyboard.press('Enter');
    await page.locator('.toast', { hasText: 'Đã ghi nhận 2' }).waitFor();
    for (const id of made) assert.equal(await stateOf(url, key, id), 'enforced');
    await close();
  },

  'a lift comes first and is answered by its key': async ({ browser, url, credentials }) => {
    const key = keyOf(credentials, SANDBOX);
    const [id] = await make(url, key, 1, 'lift');
    const { page, close } = await openPage(browser, url);
    await enterWith(page, key, `?xem=lifts&yc=${id}`);
    await page.locator(`[data-request="${id}"][aria-current=true]`).waitFor();
    await page.keyboard.press('l');
    await page.locator('.toast', { hasText: 'Đã ghi nhận 1' }).waitFor();
    assert.equal(await stateOf(url, key, id), 'lifted');
    await close();
  },

  'a key is renewed without a gap: shown once, the session moved, the old one revoked': async ({
    browser,
    url,
    credentials,
  }) => {
    const { page, close } = await openPage(browser, url);
    const first = keyOf(credentials, SANDBOX);
    const issue = async (key, name) =>
      (await (await api(url, key, '/keys', { method: 'POST', body: JSON.stringify({ name }) })).json()).key;
    const name = `Khoá sắp đổi ${String(Date.now())}`;
    const old = await issue(first, name);
    await enterWith(page, old, '/khoa');
    await byName(page, 'name').fill(`<b>Khoá thay ${name}`);
    await page.locator('form button[type=submit]').click();
    const fresh = (await page.locator('dialog pre code').textContent()).trim();
    assert.match(fresh, /^lck_/);
    assert.deepEqual(await axe(page), []);
    await page.locator('dialog .button.main').click();
    await page.locator('dialog').waitFor({ state: 'detached' });
    await page
      .locator('tr', { hasText: `<b>Khoá thay ${name}` })
      .locator('.pill', { hasText: 'phiên này' })
      .waitFor();
    await page.locator('tr', { hasText: name }).filter({ hasNotText: 'thay' }).locator('button').click();
    assert.equal(await page.locator('dialog [data-first]:focus').count(), 1, 'the harmless answer has the focus');
    await page.locator('dialog .button.danger').click();
    await page.locator('.toast', { hasText: 'Đã thu hồi' }).waitFor();
    assert.equal((await api(url, old, '/requests/health')).status, 401);
    assert.equal((await api(url, fresh, '/requests/health')).status, 200);
    assert.ok(!(await page.content()).includes(fresh), 'the new key is gone from the page');
    await close();
  },

  'a revoked key asks again over the page': async ({ browser, url, credentials }) => {
    const { page, context, close } = await openPage(browser, url);
    const key = keyOf(credentials, SANDBOX);
    const [id] = await make(url, key, 1);
    await enterWith(page, key, `?yc=${id}`);
    await page.locator(`[data-request="${id}"][aria-current=true]`).waitFor();
    await context.clearCookies({ name: 'lachan_session' });
    await page.keyboard.press('a');
    await page.locator('dialog [name=key]').fill(key);
    await page.keyboard.press('Enter');
    await page.locator('dialog').waitFor({ state: 'detached' });
    await page.locator('.toast', { hasText: 'Đã ghi nhận 1' }).waitFor();
    assert.equal(await stateOf(url, key, id), 'acknowledged');
    await close();
  },

  'a reference is genuine or it is not, however it was typed': async ({ browser, url, credentials }) => {
    const key = keyOf(credentials, 'Viễn thông Sông Hồng');
    const { items } = await (await api(url, key, '/requests/overview?limit=1')).json();
    const { page, close } = await openPage(browser, url);
    await enterWith(page, key, '/xac-minh');
    const ask = async (text) => {
      await byName(page, 'reference').fill(text);
      await page.keyboard.press('Enter');
    };
    await ask(items[0].reference.toLowerCase().replaceAll('-', ' '));
    await page.locator('.feed-verdict.success', { hasText: items[0].reference }).waitFor();
    await ask('LC-0000-0000-0000');
    await page.locator('.feed-verdict.danger').waitFor();
    await close();
  },

  'each way to connect is copied as it stands, with this installation’s address': async ({
    browser,
    url,
    credentials,
  }) => {
    const { page, context, close } = await openPage(browser, url);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await enterWith(page, keyOf(credentials, SANDBOX), '/cach-noi');
    const forms = await page.locator('.ask-views a').count();
    assert.ok(forms >= 8);
    for (let form = 0; form < forms; form += 1) {
      await page.locator('.ask-views a').nth(form).click();
      await page.locator(`.ask-views a >> nth=${form}`).and(page.locator('[aria-current]')).waitFor();
      await page.locator('.code-block button').last().click();
      const shown = await page.locator('.code-block code').last().textContent();
      assert.equal(await page.evaluate(() => window.navigator.clipboard.readText()), shown);
      if (!/createHmac/.test(shown)) assert.ok(shown.includes(`${url}/api/v1/`), shown);
    }
    await close();
  },

  'axe finds nothing on any page of the console, in both languages and themes, and nothing is wider than 360 px':
    async ({ browser, url, credentials }) => {
      for (const variant of VARIANTS) {
        const { page, close } = await openPage(browser, url, { ...variant, width: 360, height: 740 });
        await page.goto(HOME);
        await byName(page, 'key').waitFor();
        assert.deepEqual(await axe(page), [], 'door');
        await enterWith(page, keyOf(credentials, SANDBOX));
        await page.locator('.ask-row').first().waitFor();
        for (const path of ['', '/nguon-cap', '/khoa', '/dau-moi', '/thu-nghiem', '/xac-minh', '/cach-noi']) {
          await page.goto(`${HOME}${path}`);
          await page.locator('main h1').waitFor({ state: 'attached' });
          await page.locator('main .loading').waitFor({ state: 'detached' });
          assert.deepEqual(await axe(page), [], `${path} ${JSON.stringify(variant)}`);
          const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          assert.ok(over <= 0, `${path} is wider than 360 px by ${over}`);
        }
        await page.goto(`${HOME}?xem=all`);
        await page.locator('.ask-row .row').first().click();
        await page.locator('.ask .target').waitFor();
        assert.deepEqual(await axe(page), [], 'a request');
        await close();
      }
    },
};
