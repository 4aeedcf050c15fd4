import assert from 'node:assert/strict';
import { VARIANTS, axe, enter, focused, keyboard, openPage } from '../../scripts/lib/browser.mjs';
import { person } from '../../scripts/lib/cases.mjs';
import { client, signIn, until } from '../../scripts/lib/instance.mjs';

let made = 0;

/** Reports of new links; resolves with the cases they opened, once the queue has them. */
const newCases = async ({ url, credentials, user }, count, more = {}) => {
  const analyst = await signIn(url, analystOf({ user }));
  const { key } = credentials.keys.find(({ name }) => name === 'Tổ theo dõi Hà Nội');
  const channel = client(url, { key });
  const stamp = `${process.pid}-${(made += 1)}-${Math.round(performance.now())}`;
  const hosts = Array.from({ length: count }, (_, index) => `phim-${stamp}-${index}.example.test`);
  for (const host of hosts)
    await channel.ok('POST', '/reports', { urls: [`https://${host}/trang?ref=1`], note: 'Nhờ xem giúp.', ...more });
  return Promise.all(
    hosts.map((host) =>
      until(`the case of ${host}`, async () => {
        const { items } = await analyst.ok('GET', `/cases?q=${host}`);
        return items[0] && { id: items[0].id, host };
      }),
    ),
  );
};

const analystOf = ({ user }) => user('analyst', 'ha-noi');
const caseOf = async (given, id) => (await signIn(given.url, analystOf(given))).ok('GET', `/cases/${id}`);
const shown = (page, id) => page.locator(`.case[data-case="${id}"] .target`).first().waitFor();
const open = async (page, found) => {
  await page.goto(`/lam-viec/vu-viec/${found.id}?q=${found.host.split('.')[0].slice(0, -2)}`);
  await shown(page, found.id);
  await page.locator(`.row[data-case="${found.id}"]`).waitFor();
};

export const checks = {
  'one key dismisses, the next case is there, and it can be taken back': async (given) => {
    const { browser, url } = given;
    const cases = await newCases(given, 2);
    const { page, close } = await openPage(browser, url);
    await enter(page, analystOf(given));
    await open(page, cases[0]);
    const keys = await keyboard(page);
    await keys.press('8');
    await shown(page, cases[1].id);
    await until('the dismissal', async () => (await caseOf(given, cases[0].id)).status === 'dismissed');
    assert.equal(await keys.took(), 1);
    assert.equal((await caseOf(given, cases[0].id)).dismissal.preset, 'advertising');
    await page.keyboard.press('z');
    await shown(page, cases[0].id);
    await page.locator('.case strong', { hasText: 'Bạn đang xử lý' }).waitFor();
    const again = await caseOf(given, cases[0].id);
    assert.equal(again.status, 'open');
    assert.equal(again.claim.by, analystOf(given).login);
    await close();
  },

  'two keys propose beside what has to be written, and the proposal can be withdrawn': async (given) => {
    const { browser, url } = given;
    const [found] = await newCases(given, 1, { category: 'social-vice' });
    const { page, close } = await openPage(browser, url);
    await enter(page, analystOf(given));
    await open(page, found);
    await page.locator('.measures tbody tr').first().waitFor();
    const keys = await keyboard(page);
    await keys.press('p');
    await focused(page, '.sheet textarea');
    await keys.write('Trang mời trẻ em nạp tiền, đã xem và ghi lại lời mời.');
    await page.locator('.sheet button.main:not([disabled])').waitFor();
    await keys.press('Control+Enter');
    await page.locator('.case .pill', { hasText: 'chờ phê duyệt' }).waitFor();
    assert.equal(await keys.took(), 2);
    const { proposal } = await caseOf(given, found.id);
    assert.equal(proposal.action, 'remove-content', 'the narrowest action is offered first');
    await page.keyboard.press('o');
    await page.locator('.case .pill', { hasText: 'chờ xử lý' }).waitFor();
    await close();
  },

  'a possible danger to a child takes two people to dismiss, and the page says so before': async (given) => {
    const { browser, url, user } = given;
    const [found] = await newCases(given, 1, { category: 'grooming' });
    const { page, close } = await openPage(browser, url);
    await enter(page, analystOf(given));
    await open(page, found);
    await page.locator('.two-needed').waitFor();
    await page.keyboard.press('3');
    await until('the proposal', async () => (await caseOf(given, found.id)).status === 'awaiting-dismissal');
    await close();
    const second = await openPage(browser, url);
    await enter(second.page, user('approver', 'ha-noi'));
    await second.page.goto(`/lam-viec/vu-viec/${found.id}?status=awaiting-dismissal`);
    await second.page.locator('.standing', { hasText: 'Đề xuất kết thúc' }).waitFor();
    await second.page.keyboard.press('y');
    await until('the confirmation', async () => (await caseOf(given, found.id)).status === 'dismissed');
    await second.close();
  },

  'two analysts race for one case: one has it, the other is told by whom and loses nothing': async (given) => {
    const { browser, url } = given;
    const [found] = await newCases(given, 1);
    const people = ['chuyen-vien-ha-noi', 'chuyen-vien-ha-noi-2'].map((login) => person(given, login));
    const racers = [];
    // Neither claim leaves before both keys were pressed, so neither page can have heard of the other's.
    let started = 0;
    let go;
    const both = new Promise((resolve) => (go = resolve));
    for (const who of people) {
      const opened = await openPage(browser, url);
      await enter(opened.page, who);
      await open(opened.page, found);
      await opened.page.keyboard.press('w');
      await opened.page.locator('.sheet textarea').waitFor();
      await opened.page.keyboard.type(`Ghi chú dở dang của ${who.login}`);
      await opened.page.locator('.sheet button[type=submit]').focus(); // keys are for commands again, the sheet stays open
      await opened.context.route('**/api/v1/cases/*/claim', async (route) => {
        started += 1;
        if (started === people.length) go();
        await both;
        await route.continue();
      });
      racers.push({ ...opened, who });
    }
    const answers = await Promise.all(
      racers.map(async ({ page }) => {
        const answer = page.waitForResponse((response) => response.url().endsWith('/claim'));
        await page.keyboard.press('c');
        return (await answer).status();
      }),
    );
    assert.deepEqual([...answers].sort(), [200, 409], 'exactly one has it');
    const winner = racers[answers.indexOf(200)];
    const loser = racers[answers.indexOf(409)];
    assert.equal((await caseOf(given, found.id)).claim.by, winner.who.login);
    const { items } = await (await signIn(url, loser.who)).ok('GET', `/names?person=${winner.who.login}`);
    await winner.page.locator('.case strong', { hasText: 'Bạn đang xử lý' }).waitFor();
    await loser.page.locator('.toast.danger', { hasText: 'Người khác đang xử lý' }).waitFor();
    await loser.page.locator('.case-head', { hasText: items[0].name }).waitFor();
    for (const { page, who, close } of racers) {
      assert.equal(await page.locator('.sheet textarea').inputValue(), `Ghi chú dở dang của ${who.login}`);
      await close();
    }
  },

  'a session lost in the middle of a decision is asked for once, and the decision arrives': async (given) => {
    const { browser, url } = given;
    const cases = await newCases(given, 2);
    const { page, context, close } = await openPage(browser, url);
    await enter(page, analystOf(given));
    await open(page, cases[0]);
    await context.clearCookies({ name: 'lachan_session' });
    await page.keyboard.press('8');
    await page.locator('dialog input[name=password]').fill(analystOf(given).password);
    await page.locator('dialog button[type=submit]').click();
    await page.locator('dialog').waitFor({ state: 'detached' });
    await until('the dismissal', async () => (await caseOf(given, cases[0].id)).status === 'dismissed');
    await close();
  },

  'many are dismissed after a preview, and taken back': async (given) => {
    const { browser, url } = given;
    const cases = await newCases(given, 3);
    const { page, close } = await openPage(browser, url);
    await enter(page, analystOf(given));
    await open(page, cases[0]);
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await shown(page, cases[1].id);
    await page.keyboard.press('x');
    await page.keyboard.press('d');
    await page.locator('.bulk-list li').nth(1).waitFor();
    assert.equal(await page.locator('.bulk-list .pill', { hasText: 'sẽ thực hiện' }).count(), 2);
    assert.equal((await caseOf(given, cases[0].id)).status, 'open', 'a preview does nothing');
    assert.equal(await page.locator('dialog, .decision-bar').getByText('Phê duyệt', { exact: true }).count(), 0);
    await page.locator('dialog .button.main').click();
    const toast = page.locator('.toast', { hasText: 'Xong 2 vụ việc' });
    await toast.waitFor();
    assert.equal((await caseOf(given, cases[1].id)).status, 'dismissed');
    await toast.locator('button').click();
    await page.locator('.toast', { hasText: 'Đã hoàn tác 2' }).waitFor();
    assert.equal((await caseOf(given, cases[0].id)).status, 'open');
    await close();
  },

  'distressing words are covered until asked for, and asking is on record': async (given) => {
    const { browser, url } = given;
    const [found] = await newCases(given, 1, { note: 'Có người xâm hại trẻ em ở đây.' });
    const { page, close } = await openPage(browser, url);
    await enter(page, analystOf(given));
    await open(page, found);
    const report = page.locator('.report').first();
    await report.waitFor();
    assert.match(await report.textContent(), /•/);
    await report.locator('button').click();
    await report.getByText('xâm hại').waitFor();
    await close();
  },

  'who looks and who has claimed is seen live by others': async (given) => {
    const { browser, url, user } = given;
    const [found] = await newCases(given, 1);
    const [one, other] = [await openPage(browser, url), await openPage(browser, url)];
    await enter(one.page, analystOf(given));
    await open(one.page, found);
    await enter(other.page, user('approver', 'ha-noi'));
    await open(other.page, found);
    await one.page.locator('.case-head .pill', { hasText: 'Đang xem' }).waitFor();
    await one.page.keyboard.press('c');
    await other.page.locator('.row-people', { hasText: '●' }).first().waitFor();
    await one.close();
    await other.close();
  },

  'a view is an address: shared, kept under a name, and searched without accents': async (given) => {
    const { browser, url } = given;
    const { page, close } = await openPage(browser, url);
    await enter(page, analystOf(given), '/lam-viec/vu-viec?category=bullying&status=any');
    await page.locator('.filters summary').click();
    await page.locator('.keep-view input').fill('Bắt nạt <b>');
    await page.keyboard.press('Enter');
    const tab = page.locator('.view-tabs a', { hasText: 'Bắt nạt <b>' });
    await tab.waitFor();
    assert.equal(await tab.getAttribute('aria-current'), 'page');
    await page.locator('.view-tabs a', { hasText: 'Chờ xử lý' }).click();
    assert.equal(new URL(page.url()).search, '');
    await tab.click();
    assert.match(page.url(), /category=bullying/);
    await close();
  },

  'one’s own day is shown to oneself, and a group can be left to others': async (given) => {
    const { browser, url } = given;
    const { page, close } = await openPage(browser, url);
    await enter(page, analystOf(given));
    await page.locator('.rows-foot button', { hasText: 'Hôm nay' }).click();
    const box = page.locator('dialog input[type=checkbox]').nth(12);
    await box.check();
    await until('the setting to be kept', () => box.isChecked());
    const analyst = await signIn(url, analystOf(given));
    await until('the opt-out', async () => (await analyst.ok('GET', '/care/mine')).optedOut.length === 1);
    await box.uncheck();
    await until('the opt-out to end', async () => (await analyst.ok('GET', '/care/mine')).optedOut.length === 0);
    await close();
  },

  'when it is time to rest the page says so instead of the next case': async (given) => {
    const { browser, url } = given;
    const { page, context, close } = await openPage(browser, url);
    await context.route('**/api/v1/care/mine*', (route) =>
      route.fulfill({
        json: {
          handledInShift: 12,
          shiftCap: 80,
          severeRun: 5,
          severeRunLimit: 5,
          rest: 'break',
          until: new Date(Date.now() + 900_000).toISOString(),
          optedOut: [],
        },
      }),
    );
    await enter(page, analystOf(given));
    await page.locator('.rest-card').waitFor();
    assert.deepEqual(await axe(page), []);
    await close();
  },

  'offline the page says so, and a refused list can be tried again': async (given) => {
    const { browser, url } = given;
    const { page, context, close } = await openPage(browser, url);
    await context.route('**/api/v1/cases?*', (route) => route.fulfill({ status: 403, json: { code: 'forbidden' } }));
    await enter(page, analystOf(given));
    await page.locator('.pane-list .state button').waitFor();
    assert.deepEqual(await axe(page), []);
    await context.unroute('**/api/v1/cases?*');
    await page.locator('.pane-list .state button').click();
    await page.locator('.row').first().waitFor();
    await context.setOffline(true);
    await page.locator('.banner.warning').waitFor();
    await context.setOffline(false);
    await page.locator('.banner.warning').waitFor({ state: 'detached' });
    await close();
  },

  'hostile text stays text in a note, a link and a view': async (given) => {
    const { browser, url } = given;
    const [found] = await newCases(given, 1, { note: '<img src=x onerror=alert(1)>\u202Egnp.exe \u200Bẩn' });
    const { page, close } = await openPage(browser, url);
    await enter(page, analystOf(given));
    await open(page, found);
    const report = page.locator('.report').first();
    await report.waitFor();
    assert.equal(await page.locator('.report img').count(), 0);
    assert.ok((await report.locator('.mark').count()) >= 2, 'marks that turn text around are shown');
    await close();
  },

  'axe finds nothing on the case, its forms, bulk and the narrow page': async (given) => {
    const { browser, url } = given;
    const [found] = await newCases(given, 1, { category: 'social-vice' });
    for (const variant of [...VARIANTS, { width: 360, height: 740 }]) {
      const { page, close } = await openPage(browser, url, variant);
      await enter(page, analystOf(given));
      await open(page, found).catch(() => shown(page, found.id));
      await page.locator('.measures tbody tr').first().waitFor();
      await page.locator('.report').first().waitFor();
      assert.deepEqual(await axe(page), [], `case ${JSON.stringify(variant)}`);
      for (const key of ['p', '0', 'l', 'r', 'w']) {
        await page.keyboard.press(key);
        await page.locator('.sheet').waitFor();
        assert.deepEqual(await axe(page), [], `sheet ${key} ${JSON.stringify(variant)}`);
        await page.keyboard.press('Escape');
        await page.locator('.sheet').waitFor({ state: 'detached' });
      }
      await page.keyboard.press('x');
      await page.keyboard.press('d');
      await page.locator('.bulk-list').waitFor();
      assert.deepEqual(await axe(page), [], `bulk ${JSON.stringify(variant)}`);
      await close();
    }
  },
};
