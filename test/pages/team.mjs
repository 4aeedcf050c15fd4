import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { VARIANTS, axe, enter, openPage } from '../../scripts/lib/browser.mjs';
import { caseByLetter, cast, openCase, person } from '../../scripts/lib/cases.mjs';
import { until } from '../../scripts/lib/instance.mjs';

const APPROVER = 'phe-duyet-lam-dong';
const ANALYST = 'chuyen-vien-lam-dong';
const WORKER = 'can-bo-bao-tro-lam-dong';
const OFFICER = 'can-bo-cong-an-lam-dong';

const open = async (given, login, path, variant = {}) => {
  const opened = await openPage(given.browser, given.url, variant);
  await enter(opened.page, person(given, login), `/lam-viec/${path}`);
  return opened;
};

/** A child asks for help through the public form's own route. */
const askForHelp = async ({ url }, safeContact) => {
  const answer = await fetch(`${url}/api/v1/reports`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ urls: [], province: 'Lâm Đồng', helpNeeded: true, childInDanger: true, safeContact }),
  });
  assert.ok(answer.ok, await answer.text());
};

export const checks = {
  'an outgoing letter shows what it waits for, is marked as sent, and its answer is entered': async (given) => {
    const as = cast(given);
    const { letter, request } = await caseByLetter(await as(ANALYST), await as(APPROVER));
    const { page, close } = await open(given, ANALYST, 'dieu-hanh/cong-van-di');
    const row = page.locator('.letters-out tbody tr', { hasText: letter.number });
    await row.locator('.pill', { hasText: 'chờ gửi' }).waitFor();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      row.locator('a[download][href$="/files/pdf"]').click(),
    ]);
    const pdf = readFileSync(await file.path());
    assert.equal(createHash('sha256').update(pdf).digest('hex'), letter.files.pdf);
    assert.deepEqual(await axe(page), []);
    await row.getByRole('button', { name: 'Ghi đã gửi' }).click();
    await page.locator('dialog').getByLabel('Cách gửi').fill('Bưu điện');
    await page.locator('dialog button[type=submit]').click();
    await page.locator('.toast', { hasText: 'Đã ghi' }).first().waitFor();
    await row.getByText(/^Gửi ngày \d+ tháng \d+/).waitFor();
    await row.locator('.pill', { hasText: 'chờ trả lời' }).waitFor();
    await row.getByRole('button', { name: 'Nhập trả lời' }).click();
    const form = page.locator('dialog');
    await form.getByLabel('Số công văn đến').fill('88/BM');
    await form.getByLabel(`Trả lời cho ${request.reference}`).selectOption('refused');
    await form.getByLabel('Lý do').selectOption('legal-doubt');
    await form.getByLabel('Giải thích').fill('Đề nghị làm rõ căn cứ');
    assert.deepEqual(await axe(page), []);
    await form.locator('button[type=submit]').click();
    await page.locator('dialog').waitFor({ state: 'detached' });
    await row.locator('.pill', { hasText: 'đã trả lời' }).waitFor();
    const after = await (await as(ANALYST)).ok('GET', `/letters/${letter.id}`);
    assert.equal(after.sent.way, 'Bưu điện');
    assert.deepEqual(
      after.items.map(({ state, answers }) => [
        state,
        answers.map(({ answer, incoming }) => [answer, incoming.number]),
      ]),
      [['refused', [['refused', '88/BM']]]],
    );
    await close();
    for (const variant of [...VARIANTS, { width: 360, height: 740 }]) {
      const other = await open(given, ANALYST, 'dieu-hanh/cong-van-di', variant);
      await other.page.locator('.letters-out tbody tr').first().waitFor();
      assert.deepEqual(await axe(other.page), [], JSON.stringify(variant));
      await other.close();
    }
  },

  'a deputy head puts somebody on call, and takes them off again': async (given) => {
    const { page, close } = await open(given, APPROVER, 'dieu-hanh/truc');
    await page.locator('.on-call').waitFor();
    for (const old of await page.getByRole('button', { name: /^Bỏ ca của/ }).all()) {
      await old.click();
      await page.locator('.toast', { hasText: 'Đã bỏ ca' }).first().waitFor();
    }
    await page.getByRole('button', { name: 'Phân công' }).click();
    await page.locator('dialog select').selectOption({ label: 'Nguyễn Thị Hoa' });
    await page.locator('dialog form button[type=submit]').click();
    await page.locator('.on-call-name', { hasText: 'Nguyễn Thị Hoa' }).waitFor();
    await page.getByRole('button', { name: /^Bỏ ca của Nguyễn Thị Hoa/ }).click();
    await page.locator('.on-call.nobody').waitFor();
    await close();
  },

  'a case is given to somebody, with a reason, and the case says so': async (given) => {
    const as = cast(given);
    const { id, target } = await openCase(await as(ANALYST));
    const { page, close } = await open(given, APPROVER, 'dieu-hanh/giao-viec');
    await page.locator('.work tbody tr').first().waitFor();
    await page.locator('input[type=search]').fill(target.host);
    const box = page.getByRole('checkbox', { name: target.host.replaceAll('.', '[.]') });
    await box.check();
    await page.getByRole('button', { name: 'Giao việc', exact: true }).click();
    await page.locator('dialog select').nth(1).selectOption('chuyen-vien-lam-dong-2');
    await page.locator('dialog textarea').fill('Chị Hoa nghỉ hôm nay');
    await page.locator('dialog form button[type=submit]').click();
    await page.locator('.toast', { hasText: 'Đã giao 1' }).waitFor();
    const view = await (await as(APPROVER)).ok('GET', `/cases/${id}`);
    assert.equal(view.assignee ?? view.claim?.by, 'chuyen-vien-lam-dong-2');
    await close();
  },

  'a paper gets its number and the hash of its signed copy; the file is never sent': async (given) => {
    const as = cast(given);
    const { id, target } = await openCase(await as(ANALYST));
    const { page, close } = await open(given, APPROVER, 'dieu-hanh/giao-viec');
    await page.locator('input[type=search]').fill(target.host);
    await page.getByRole('button', { name: `Văn bản: ${target.host.replaceAll('.', '[.]')}` }).click();
    await page.getByRole('button', { name: 'Ghi số văn bản' }).click();
    const secret = 'bản đã ký, không được rời máy này';
    const bodies = [];
    page.on('request', (request) => bodies.push(request.postData() ?? ''));
    const form = page.locator('dialog').last();
    await form.getByLabel('Số văn bản').fill('45/STTTT-BC');
    await form
      .locator('input[type=file]')
      .setInputFiles({ name: 'to-trinh.pdf', mimeType: 'application/pdf', buffer: Buffer.from(secret) });
    const hash = createHash('sha256').update(secret).digest('hex');
    await form.locator('.hash', { hasText: hash }).waitFor();
    await form.locator('button[type=submit]').click();
    await page.locator('.paper', { hasText: '45/STTTT-BC' }).waitFor();
    const { documents } = await (await as(APPROVER)).ok('GET', `/cases/${id}`);
    assert.equal(documents[0].sha256, hash);
    assert.ok(!bodies.some((body) => body.includes(secret)));
    await page
      .locator('.compare-copy input')
      .setInputFiles({ name: 'khac.pdf', mimeType: 'application/pdf', buffer: Buffer.from('khác') });
    await page.locator('.compare-copy .pill.danger').waitFor();
    await close();
  },

  'a letter’s list is previewed line by line and entered, the same line once': async (given) => {
    const { page, close } = await open(given, APPROVER, 'dieu-hanh/cong-van');
    const name = `cong-van-${Date.now().toString(36)}`;
    await page
      .locator('textarea')
      .fill(
        [
          'Đường dẫn\tGhi chú',
          `hxxps://${name}[.]example[.]net/a\tPhụ huynh <b>báo</b>`,
          `https://${name}-2.example.net/b\tGiáo viên báo`,
          `https://${name}-2.example.net/b\tGiáo viên báo`,
          'không có gì ở đây\t',
        ].join('\n'),
      );
    await page.locator('.table tbody tr').nth(3).waitFor();
    assert.equal(await page.locator('.table a, .table img').count(), 0);
    assert.deepEqual(await axe(page), []);
    await page.getByRole('button', { name: 'Nhập 2 phản ánh' }).click();
    await page.locator('.toast', { hasText: 'Đã nhập 2' }).waitFor();
    assert.equal(await page.locator('.pill.success', { hasText: 'đã nhận, mã' }).count(), 2);
    await close();
  },

  'a child’s plea reaches whoever is on call, with the safe way to answer; what was done is written down': async (
    given,
  ) => {
    const as = cast(given);
    const worker = await as(WORKER);
    const now = new Date();
    const { items } = await worker.ok('GET', '/on-call');
    if (items.length === 0)
      await worker.ok('POST', '/on-call', {
        person: WORKER,
        from: new Date(now.getTime() - 60_000).toISOString(),
        until: new Date(now.getTime() + 3_600_000).toISOString(),
      });
    const contact = `Nhắn cô giáo chủ nhiệm, lớp ${now.getTime().toString(36)}`;
    await askForHelp(given, contact);
    const { page, close } = await open(given, WORKER, 'ho-tro');
    const plea = page.locator('.plea', { hasText: contact });
    await plea.waitFor({ timeout: 20_000 });
    await plea.locator('.pill', { hasText: 'bạn đang trực' }).waitFor();
    await plea.getByRole('button', { name: 'Đã liên hệ' }).click();
    await page.locator('dialog textarea').fill('Đã gọi cô giáo, hẹn gặp chiều nay.');
    await page.locator('dialog button[type=submit]').click();
    await plea.locator('.pill', { hasText: 'đã đề nghị hỗ trợ' }).waitFor();
    await plea.getByRole('button', { name: 'Đã hỗ trợ' }).click();
    await page.locator('dialog textarea').fill('Trẻ đang ở với bà ngoại, an toàn.');
    await page.locator('dialog button[type=submit]').click();
    await plea.waitFor({ state: 'detached' });

    const analyst = await open(given, ANALYST, 'ho-tro');
    await analyst.page.getByLabel('Tất cả').check();
    await analyst.page.locator('.plea').first().waitFor();
    assert.equal(
      await analyst.page.getByText(contact).count(),
      0,
      'the safe contact is for the unit that reaches the child',
    );
    await analyst.close();
    await close();
  },

  'the police receive a referral and record its outcome': async (given) => {
    const { page, close } = await open(given, OFFICER, 'ho-tro/chuyen-tin');
    const first = page.locator('.plea', { has: page.getByRole('button', { name: 'Tiếp nhận' }) }).first();
    await first.waitFor();
    const id = await first.getAttribute('data-referral');
    const one = page.locator(`[data-referral="${id}"]`);
    assert.equal(await one.locator('a').count(), 0);
    await one.getByRole('button', { name: 'Tiếp nhận' }).click();
    await one.getByRole('button', { name: 'Ghi kết quả' }).click();
    await page.locator('dialog select').selectOption('child-safe');
    await page.locator('dialog button[type=submit]').click();
    await one.waitFor({ state: 'detached' });
    const officer = await cast(given)(OFFICER);
    await until('the outcome', async () =>
      (await officer.ok('GET', '/referrals?state=outcome&limit=200')).items.some((item) => item.id === id),
    );
    await close();
  },

  'the overdue sheet says so when it cannot be read, and tries again': async (given) => {
    const opened = await openPage(given.browser, given.url);
    const { page, context, close } = opened;
    await context.route('**/api/v1/overdue*', (route) =>
      route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"code":"unavailable"}' }),
    );
    await enter(page, person(given, APPROVER), '/lam-viec/dieu-hanh');
    await page.locator('main [role=alert]').waitFor({ timeout: 20_000 });
    await context.unroute('**/api/v1/overdue*');
    await page.locator('main [role=alert] button').click();
    await page.locator('.sheet-unit, .state-title').first().waitFor();
    await close();
  },

  'axe finds nothing on running the team and on help, in both languages and themes, wide and narrow': async (given) => {
    const pages = [
      [APPROVER, 'dieu-hanh', '.sheet-unit, .state-title'],
      [APPROVER, 'dieu-hanh/giao-viec', '.work tbody tr'],
      [APPROVER, 'dieu-hanh/truc', '.on-call'],
      [WORKER, 'ho-tro', '.plea, .state-title'],
      [OFFICER, 'ho-tro/chuyen-tin', '.plea, .state-title'],
    ];
    for (const variant of [...VARIANTS, { width: 360, height: 740 }]) {
      for (const [login, path, ready] of pages) {
        const { page, close } = await open(given, login, path, variant);
        await page.locator(ready).first().waitFor();
        assert.deepEqual(await axe(page), [], `${path} ${JSON.stringify(variant)}`);
        await close();
      }
    }
  },
};
