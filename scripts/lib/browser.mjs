// A real Chromium against a started instance. Every page that is opened here is watched: a request to another host, a broken
// contract or an error in the console fails the check that caused it.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** Axe's rules that look at colours. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** Where Chromium is: CHROMIUM_PATH, or where Debian and others put it; undefined when there is none. */
export const chromiumPath = () =>
  [
    process.env.CHROMIUM_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ].find((path) => path && existsSync(path));

export const launch = () =>
  chromium.launch({
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--force-color-profile=srgb'],
  });

/** What a page did that it must not do. */
const watch = (context, url) => {
  const wrong = [];
  context.on('request', (request) => {
    const address = request.url();
    if (!address.startsWith(url) && !/^(data|blob|about):/.test(address)) wrong.push(`asked another host: ${address}`);
  });
  context.on('weberror', (error) => wrong.push(`script error: ${error.error().message}`));
  context.on('console', (message) => {
    // A refused call is the page's business, and says so in its own words.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) wrong.push(message.text());
  });
  return wrong;
};

/** A fresh browser profile with one page. `close()` throws when anything went wrong that is never right. */
export const openPage = async (
  browser,
  url,
  { language = 'vi', theme = 'light', width = 1440, height = 900, script = true } = {},
) => {
  const context = await browser.newContext({
    baseURL: url,
    locale: language === 'vi' ? 'vi-VN' : 'en-GB',
    timezoneId: 'Europe/Paris', // the product's time is Vietnam's wherever the browser is
    colorScheme: theme,
    viewport: { width, height },
    javaScriptEnabled: script,
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(10_000);
  await context.addCookies([{ name: 'lachan_lang', value: language, url }]);
  const wrong = watch(context, url);
  if (script) {
    await context.addInitScript(() => {
      if (location.protocol === 'http:') localStorage.setItem('lachan.check', 'on');
    });
  }
  const page = await context.newPage();
  return {
    page,
    context,
    wrong,
    close: async () => {
      await context.close();
      if (wrong.length > 0) throw new Error(wrong.join('\n'));
    },
  };
};

/** Signs a person of the demonstration in through the form and waits for their pages. */
export const enter = async (page, user, path = '/lam-viec') => {
  await page.goto(path);
  await page.locator('input[name=login]').fill(user.login);
  await page.locator('input[name=password]').fill(user.password);
  await page.locator('form button[type=submit]').click();
  await page.locator('.top-bar').waitFor();
};

/** Changes the theme and waits until it is drawn: colours on their way from one to the other are nobody's choice. */
const themed = async (page, colorScheme) => {
  await page.emulateMedia({ colorScheme });
  await page.evaluate(
    () => new Promise((drawn) => globalThis.requestAnimationFrame(() => globalThis.requestAnimationFrame(drawn))),
  );
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'));
};

const violations = (page, rules) =>
  page.evaluate(async (runOnly) => {
    const found = await globalThis.axe.run(document, { runOnly, resultTypes: ['violations'] });
    return found.violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map(({ target }) => target.join(' '))
          .slice(0, 4)
          .join(' | ')}`,
    );
  }, rules);

/**
 * What axe finds on the page once nothing is being loaded, in both themes: rule and the elements, nothing when it is in order. The
 * dark theme is the same document in other colours: only what depends on them is looked at twice, and in one language, because no
 * colour depends on that.
 */
export const axe = async (page) => {
  await page.waitForFunction(() => document.querySelector('.loading') === null);
  await page.evaluate(AXE);
  const light = await violations(page, { type: 'tag', values: TAGS });
  if ((await page.locator('html').getAttribute('lang')) !== 'vi') return light;
  await themed(page, 'dark');
  const dark = await violations(page, { type: 'rule', values: OF_COLOURS });
  await themed(page, 'light');
  return [...light, ...dark.map((found) => `dark: ${found}`)];
};

/** What every page is looked at in, one after the other; `axe` itself looks at both themes. */
export const VARIANTS = [{ language: 'vi' }, { language: 'en' }];

/** Presses keys and counts them; what is written between is free text. `took()` also proves that no pointer touched the page. */
export const keyboard = async (page) => {
  let count = 0;
  await page.evaluate(() => {
    globalThis.pointers = 0;
    globalThis.addEventListener('pointerdown', () => (globalThis.pointers += 1), true);
  });
  return {
    press: async (...keys) => {
      for (const key of keys) {
        await page.keyboard.press(key);
        count += 1;
      }
    },
    write: (text) => page.keyboard.insertText(text),
    /** How many keys it took since the last time. */
    took: async () => {
      const pointers = await page.evaluate(() => globalThis.pointers);
      if (pointers !== 0) throw new Error(`it took ${pointers} presses of a pointer`);
      const keys = count;
      count = 0;
      return keys;
    },
  };
};

/** Waits until what is typed goes into an element. */
export const focused = (page, selector) =>
  page.waitForFunction((wanted) => document.activeElement?.matches(wanted), selector);
