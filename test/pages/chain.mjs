import assert from 'node:assert/strict';
import { enter, focused, keyboard, openPage } from '../../scripts/lib/browser.mjs';
import { askForReview, cast, person, requestFor } from '../../scripts/lib/cases.mjs';
import { until } from '../../scripts/lib/instance.mjs';
import { enterWith } from './console.mjs';

const ANALYST = 'chuyen-vien-lam-dong';
const APPROVER = 'phe-duyet-lam-dong';
const THIRD = 'phe-duyet-ha-noi';
const CONSOLE = '/lam-viec/doanh-nghiep';

const report = async ({ browser, url }, link) => {
  const { page, close } = await openPage(browser, url, { script: false });
  await page.goto('/');
  await page.locator('#links').fill(link);
  await page.locator('#category').selectOption('social-vice');
  await page.locator('#province').fill('Lâm Đồng');
  await page.locator('#note').fill('Trang rủ học sinh nạp tiền đặt cược.');
  await page.locator('main form button[type=submit]').click();
  await page.locator('.code').waitFor();
  await close();
};

const propose = async (page, keys, reasons) => {
  await keys.press('p');
  await focused(page, '.sheet textarea');
  await page.keyboard.press('Control+A'); // what stands there from before is written anew
  await keys.write(reasons);
  await page.locator('.sheet button.main:not([disabled])').waitFor();
  await keys.press('Control+Enter');
  await page.locator('.case .pill', { hasText: 'chờ phê duyệt' }).waitFor();
};

export const checks = {
  'reported without a script, triaged, returned, amended, approved, carried out, replayed and undone: by keyboard':
    async (given) => {
      const { browser, url } = given;
      const as = cast(given);
      const name = `chuoi-${Date.now().toString(36)}`;
      const host = `${name}.example.net`;
      await report(given, `https://${host}/tro-choi`);
      const analyst = await as(ANALYST);
      const { id } = await until('the case', async () => (await analyst.ok('GET', `/cases?q=${name}`)).items[0]);
      const read = () => analyst.ok('GET', `/cases/${id}`);

      const triage = await openPage(browser, url);
      await enter(triage.page, person(given, ANALYST));
      await triage.page.goto(`/lam-viec/vu-viec?q=${name}&status=any`);
      await triage.page.locator(`.row[data-case="${id}"]`).waitFor();
      const hands = await keyboard(triage.page);
      await hands.press('j');
      await triage.page.locator('.measures tbody tr').first().waitFor();
      assert.equal(await hands.took(), 1, 'to open');
      await propose(triage.page, hands, 'Có hại cho trẻ.');
      assert.equal(await hands.took(), 2, 'to propose, beside the free text');

      const approval = await openPage(browser, url);
      await enter(approval.page, person(given, APPROVER), `/lam-viec/phe-duyet/${id}`);
      await approval.page.locator('.approval .fine-checks').waitFor();
      const eyes = await keyboard(approval.page);
      await eyes.press('r');
      await focused(approval.page, '.sheet textarea');
      await eyes.write('Nêu rõ trang làm gì với học sinh.');
      await eyes.press('Control+Enter');
      await approval.page.locator('.toast', { hasText: 'Đã trả lại' }).waitFor();
      assert.equal(await eyes.took(), 2, 'to return, beside the free text');

      await triage.page.locator('.case .pill', { hasText: 'chờ xử lý' }).waitFor();
      await triage.page.locator('.measures tbody tr').first().waitFor();
      await propose(triage.page, hands, 'Trang mời học sinh đặt cược bằng thẻ điện thoại, có nút nạp tiền.');
      assert.equal(await hands.took(), 2, 'to amend, beside the free text');
      await triage.close();

      await approval.page.goto(`/lam-viec/phe-duyet/${id}`);
      await approval.page.locator('.difference ins', { hasText: 'nút nạp tiền' }).waitFor();
      await approval.page.locator('.approval .fine-checks').waitFor();
      const sign = await keyboard(approval.page);
      // It was returned once: the first press goes to what has to be looked at, one press signs.
      await sign.press('a');
      await approval.page.locator('.toast', { hasText: 'Bấm lần nữa' }).waitFor();
      assert.equal((await read()).status, 'awaiting-approval');
      await sign.took();
      await sign.press('a');
      await approval.page.locator('.toast', { hasText: 'Đã phê duyệt' }).waitFor();
      assert.equal(await sign.took(), 1, 'to sign');
      await approval.close();

      const { provider, ...request } = await requestFor(given, host, 'block');
      const answered = await openPage(browser, url);
      await enterWith(answered.page, provider.key, `?yc=${request.id}`);
      await answered.page.locator(`[data-request="${request.id}"][aria-current=true]`).waitFor();
      await answered.page.locator('.ask .target').waitFor();
      const desk = await keyboard(answered.page);
      await desk.press('e');
      await answered.page.locator('.toast', { hasText: 'Đã ghi nhận 1' }).waitFor();
      assert.equal(await desk.took(), 1, 'to answer');
      const inForce = await until('the order', async () => {
        const view = await read();
        return view.status === 'in-force' && view.order?.reference ? view : false;
      });

      const audit = await openPage(browser, url);
      await enter(audit.page, given.user('auditor'));
      await audit.page.goto(`/lam-viec/giam-sat/vu-viec/${id}`);
      await audit.page.locator('.state-then').waitFor();
      const slider = audit.page.locator('input[type=range]');
      const last = Number(await slider.inputValue());
      const replay = await keyboard(audit.page);
      for (let step = last - 1; step >= 0; step -= 1) {
        await replay.press('k');
        await audit.page.waitForFunction(
          (to) => Number(document.querySelector('input[type=range]').value) === to,
          step,
        );
      }
      await audit.page.locator('.state-then .pill', { hasText: 'chờ xử lý' }).waitFor();
      assert.equal(await replay.took(), last, 'one key for each moment');
      await audit.close();

      await askForReview(given, inForce, await as(THIRD), 'Trang đã gỡ nội dung này.');
      const third = await openPage(browser, url);
      await enter(third.page, person(given, THIRD), `/lam-viec/phe-duyet/${id}`);
      await third.page.locator('.review-words').waitFor();
      const review = await keyboard(third.page);
      await review.press('a');
      await focused(third.page, '.sheet textarea');
      await review.write('Đã xem lại: nội dung không còn.');
      await review.press('Control+Enter');
      await third.page.locator('.toast', { hasText: 'Đã chấp nhận' }).waitFor();
      assert.equal(await review.took(), 2, 'to undo, beside the free text');
      await third.close();

      const { id: lift } = await requestFor(given, host, 'lift');
      await answered.page.goto(`${CONSOLE}?xem=lifts&yc=${lift}`);
      await answered.page.locator(`[data-request="${lift}"][aria-current=true]`).waitFor();
      const lifting = await keyboard(answered.page);
      await lifting.press('l');
      await answered.page.locator('.toast', { hasText: 'Đã ghi nhận 1' }).waitFor();
      assert.equal(await lifting.took(), 1, 'to lift');
      await answered.close();
      await until('the case to be closed', async () => (await read()).closed?.outcome === 'review-upheld');
    },
};
