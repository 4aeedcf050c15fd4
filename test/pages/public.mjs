import assert from 'node:assert/strict';
import { VARIANTS, axe, openPage } from '../../scripts/lib/browser.mjs';

const report = async (page, link) => {
  await page.goto('/');
  await page.locator('#links').fill(link);
  await page.locator('main form button[type=submit]').click();
  return (await page.locator('.code').textContent()).trim();
};

export const checks = {
  'a report is filed and followed without JavaScript': async ({ browser, url }) => {
    const { page, close } = await openPage(browser, url, { script: false });
    const code = await report(page, 'https://video.example.test/bai-dang/7');
    assert.match(code, /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
    assert.equal(await page.locator('.receipt svg path').count(), 2);
    assert.ok(!page.url().includes(code), 'the code stays out of the address');
    await page.goto('/tra-cuu');
    await page.locator('#ma').fill(code.toLowerCase());
    await page.locator('main form button[type=submit]').click();
    assert.match(await page.locator('.status-line').textContent(), /đã tiếp nhận|đang được xem xét/);
    await close();
  },

  'somebody asks for help without any link': async ({ browser, url }) => {
    const { page, close } = await openPage(browser, url, { script: false });
    await page.goto('/');
    assert.equal(await page.locator('main > :first-child a[href="tel:111"]').count(), 1, 'help stands first');
    await page.locator('.help-door a[href="/can-ho-tro"]').click();
    await page.locator('#danger').check();
    await page.locator('#safeContact').fill('Cô chủ nhiệm, sau 17 giờ');
    await page.locator('main form button[type=submit]').click();
    await page.locator('.code').waitFor();
    assert.equal(await page.locator('.help-door').count(), 1, 'and stays with the receipt');
    await close();
  },

  'an empty report is refused in words, and what was typed is kept as text': async ({ browser, url }) => {
    const { page, close } = await openPage(browser, url, { script: false });
    await page.goto('/');
    await page.locator('#note').fill('</textarea><script>alert(1)</script>');
    await page.locator('main form button[type=submit]').click();
    assert.match(await page.locator('#links-error').textContent(), /ít nhất một đường dẫn/);
    assert.equal(await page.locator('#note').inputValue(), '</textarea><script>alert(1)</script>');
    await close();
  },

  'what is wrong is said in the chosen language, whatever the browser asks for': async ({ url }) => {
    for (const [chosen, other, said] of [
      ['en', 'vi', /at least one link/i],
      ['vi', 'en', /ít nhất một đường dẫn/],
    ]) {
      const answer = await fetch(`${url}/bao-tin`, {
        method: 'POST',
        headers: { cookie: `lachan_lang=${chosen}`, 'accept-language': other },
        body: new URLSearchParams({ links: '' }),
      });
      assert.match(/id="links-error">([^<]*)</.exec(await answer.text())[1], said);
    }
  },

  'a second press of the button is the same report': async ({ url }) => {
    const key = /name="key" value="([^"]+)"/.exec(await (await fetch(`${url}/`)).text())[1];
    const send = async (links) => {
      const answer = await fetch(`${url}/bao-tin`, { method: 'POST', body: new URLSearchParams({ links, key }) });
      return { status: answer.status, code: /class="code">([^<]+)</.exec(await answer.text())?.[1] };
    };
    const first = await send('https://clip.example.test/2');
    assert.equal(first.status, 200);
    assert.deepEqual(await send('https://clip.example.test/2'), first);
    assert.equal((await send('https://clip.example.test/another')).status, 422, 'the same key for other words is told');
  },

  'English by its switch, kept from then on': async ({ browser, url }) => {
    const { page, context, close } = await openPage(browser, url, { script: false });
    await context.clearCookies();
    await page.goto('/');
    assert.equal(await page.locator('html').getAttribute('lang'), 'vi');
    await page.locator('a[hreflang=en]').click();
    await page.locator('a[href="/tra-cuu"]').click();
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    await close();
  },

  'forms are taken by the form’s own address only': async ({ url }) => {
    const answer = await fetch(`${url}/api/v1/reports`, {
      method: 'POST',
      body: new URLSearchParams({ urls: 'https://a.example.test/' }),
    });
    assert.equal(answer.status, 415);
  },

  'axe finds nothing on the public pages, in both languages and themes': async ({ browser, url }) => {
    for (const variant of VARIANTS) {
      const { page, close } = await openPage(browser, url, { ...variant, width: 360, height: 740 });
      for (const path of ['/', '/can-ho-tro', '/tra-cuu', '/tra-cuu?ma=0000-0000-0000-0000']) {
        await page.goto(path);
        assert.deepEqual(await axe(page), [], `${path} ${JSON.stringify(variant)}`);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(overflow <= 0, `${path} is wider than 360 px by ${overflow}`);
      }
      await close();
    }
  },
};
