import assert from 'node:assert/strict';
import { VARIANTS, axe, enter, openPage } from '../../scripts/lib/browser.mjs';
import { cast, decide, person, proposeCase } from '../../scripts/lib/cases.mjs';
import { client, until } from '../../scripts/lib/instance.mjs';

const ANALYST = 'chuyen-vien-lam-dong';
const APPROVER = 'phe-duyet-lam-dong';
const THIRD = 'phe-duyet-ha-noi';
const SAID = 'Trang thư viện số của trường <b>bị chặn</b>.';

/** A host that an order keeps from everybody, and the school's own words that this is wrong. */
const objected = async (given) => {
  const as = cast(given);
  const { id, proposal, target } = await proposeCase(await as(ANALYST), { action: 'block-host' });
  await decide(await as(APPROVER), id, 'approve', { digest: proposal.digest });
  const school = client(
    given.url,
    given.credentials.keys.find(({ role }) => role === 'school'),
  );
  const { objections } = await until('the order to be known', () =>
    school.ok('POST', '/appeals/school', { entry: target.host, reason: SAID }).catch(() => false),
  );
  const analyst = await as(ANALYST);
  await until('the review to be listed', async () =>
    (await analyst.ok('GET', '/cases?review=pending&limit=200')).items.some((item) => item.id === id),
  );
  return { id, school, objection: objections[0] };
};

export const checks = {
  'what a school objects to stands in its unit’s queue, is opened and decided there, and the school sees the outcome':
    async (given) => {
      const { id, school, objection } = await objected(given);
      const { page, close } = await openPage(given.browser, given.url);
      await enter(page, person(given, ANALYST));
      await page.locator('.view-tabs a', { hasText: 'Xem xét lại' }).click();
      const row = page.locator(`.row[data-case="${id}"]`);
      await row.locator('.pill', { hasText: 'Xem xét lại' }).waitFor();
      await row.locator('.countdown').waitFor();
      await row.click();
      const words = await page.locator(`[data-review="${objection}"]`).textContent();
      assert.match(words, /nhà trường/);
      assert.match(words, /<b>bị chặn<\/b>/);
      assert.match(words, /Người thứ ba/);
      await close();

      const third = await openPage(given.browser, given.url);
      await enter(third.page, person(given, THIRD), `/lam-viec/phe-duyet/${id}`);
      const heading = third.page.locator('.waiting section', { hasText: 'Đề nghị xem xét lại' });
      await heading.locator('[aria-current=true] .pill', { hasText: 'nhà trường' }).waitFor();
      assert.match(await third.page.locator('.review-words').textContent(), /<b>bị chặn<\/b>/);
      await third.page.keyboard.press('a');
      await third.page.locator('.sheet textarea').fill('Đúng là thư viện của trường.');
      await third.page.keyboard.press('Control+Enter');
      await third.page.locator('.toast', { hasText: 'Đã chấp nhận' }).waitFor();
      await third.close();
      await until('the school’s answer', async () => {
        const { items } = await school.ok('GET', '/appeals/school');
        return items.find((item) => item.id === objection)?.state === 'upheld';
      });
    },

  'an objection can be read in both languages, wide and narrow': async (given) => {
    const { id, objection } = await objected(given);
    for (const variant of [...VARIANTS, { width: 360, height: 740 }]) {
      const { page, close } = await openPage(given.browser, given.url, variant);
      await enter(page, person(given, APPROVER), `/lam-viec/vu-viec/${id}?review=pending`);
      await page.locator(`[data-review="${objection}"] a`).waitFor();
      assert.deepEqual(await axe(page), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > globalThis.innerWidth), false);
      await close();
    }
  },
};
