import { chromiumPath, launch } from '../../scripts/lib/browser.mjs';
import { client, signIn } from '../../scripts/lib/instance.mjs';
import { reportBody } from '../contenders/report/payload.mjs';
import { caller, load } from './http-load.mjs';
import { startProduct } from './product.mjs';
import { summary } from './statistics.mjs';

const UNIT = 'trung-tam-xu-ly-ha-noi';
const VIEW = { width: 1440, height: 900 };

/** A shift of the benchmark is longer than a person's: the dated policy says so, by two administrators. */
const noCap = async ({ url, credentials }) => {
  const [first, second] = credentials.users.filter(({ role }) => role === 'administrator');
  const value = {
    name: 'shift-cap-cases',
    unit: null,
    value: 10_000,
    source: 'bench',
    validFrom: '2020-01-01T00:00:00.000Z',
    validTo: null,
  };
  const proposer = await signIn(url, first);
  const { changeId } = await proposer.ok('POST', '/registers/policy', { id: 'bench-shift-cap', value });
  const approver = await signIn(url, second);
  await approver.ok('POST', '/registers/policy/bench-shift-cap/approve', { changeId });
};

const fill = async (product, cases) => {
  const key = product.key('channel', 'Tổ theo dõi Hà Nội');
  const { call, close } = caller(product.url, 16, { authorization: `Bearer ${key}` });
  await load((index) => call('POST', '/api/v1/reports', reportBody(0, index)), { count: cases, connections: 16 });
  close();
  await product.idle();
};

const enter = async (page, url, { login, password }) => {
  await page.goto(`${url}/lam-viec`);
  await page.locator('input[name=login]').fill(login);
  await page.locator('input[name=password]').fill(password);
  await page.locator('form button[type=submit]').click();
  await page.locator('.row').first().waitFor();
};

/** What comes over the wire until the queue stands: everything the browser asked for, as it was compressed. */
const firstLoad = async (browser, url, context) => {
  const fresh = await browser.newContext({ viewport: VIEW, storageState: await context.storageState() });
  const page = await fresh.newPage();
  const wire = await fresh.newCDPSession(page);
  let bytes = 0;
  await wire.send('Network.enable');
  wire.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await page.goto(`${url}/lam-viec/vu-viec`);
  await page.locator('.row').first().waitFor();
  await page.evaluate(() => document.fonts.ready);
  const kilobytes = bytes / 1_000;
  await fresh.close();
  return kilobytes;
};

/** From the key going down to the frame in which another case stands there. */
const watchDecisions = (page) =>
  page.evaluate(() => {
    globalThis.painted = [];
    let pending;
    addEventListener(
      'keydown',
      ({ timeStamp }) => (pending = { at: timeStamp, id: document.querySelector('.case')?.dataset.case }),
      true,
    );
    const channel = new MessageChannel();
    channel.port1.onmessage = () => globalThis.painted.push(performance.now() - channel.at);
    new MutationObserver(() => {
      const shown = document.querySelector('.case:has(.target)')?.dataset.case;
      if (pending === undefined || shown === undefined || shown === pending.id) return;
      channel.at = pending.at;
      pending = undefined;
      // A message that is sent before a frame is painted arrives after it.
      requestAnimationFrame(() => channel.port2.postMessage(0));
    }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-case'] });
  });

const decide = async (page, { decisions, pause, tell }) => {
  await page.keyboard.press('j');
  await page.locator('.case .target').first().waitFor();
  await watchDecisions(page);
  for (let n = 0; n < decisions; n += 1) {
    if (n % 20 === 0) tell(`pages · decision ${n} of ${decisions}`);
    await page.waitForTimeout(pause);
    await page.keyboard.press('3');
    await page.waitForFunction((count) => globalThis.painted.length > count, n, { polling: 20 });
  }
  return page.evaluate(() => globalThis.painted);
};

/** Turns the wheel to the end of the list and answers how long the page's tasks over 50 ms took. */
const turnPages = async (page, { cases, tell }) => {
  await page.evaluate(() => {
    globalThis.long = [];
    new PerformanceObserver((list) =>
      globalThis.long.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({
      type: 'longtask',
    });
  });
  await page.mouse.move(200, 500);
  const foot = page.locator('.rows');
  for (let turn = 0; turn < 2_000; turn += 1) {
    if (turn % 50 === 0) tell(`pages · wheel ${turn}`);
    await page.mouse.wheel(0, 1_200);
    const last = await foot.evaluate((rows) =>
      Number([...rows.querySelectorAll('li')].at(-1)?.getAttribute('aria-posinset')),
    );
    if (last >= cases - 1) break;
  }
  return page.evaluate(() => globalThis.long);
};

/** An analyst's morning in Chromium, on a queue as long as after a bad night. */
export const pages = async ({ server, tell }, { cases, decisions, pause }) => {
  if (chromiumPath() === undefined) throw new Error('no Chromium here: apt-get install chromium, or CHROMIUM_PATH');
  const product = await startProduct(await server.database('pages'));
  const browser = await launch();
  try {
    await noCap(product);
    tell(`pages · ${cases} reports`);
    await fill(product, cases);
    const person = product.credentials.users.find(({ role, unit }) => role === 'analyst' && unit === UNIT);
    const context = await browser.newContext({ viewport: VIEW, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await enter(page, product.url, person);
    const kilobytes = await firstLoad(browser, product.url, context);
    const long = await turnPages(page, { cases, tell });
    await page.goto(`${product.url}/lam-viec/vu-viec`);
    await page.locator('.row').first().waitFor();
    const times = (await decide(page, { decisions, pause, tell })).sort((a, b) => a - b);
    await product.idle();
    const { items } = await client(product.url, {
      cookie: (await signIn(product.url, person)).cookie,
    }).ok('GET', '/cases?status=dismissed&limit=200');
    const p95 = times[Math.floor(times.length * 0.95)];
    const longest = Math.max(0, ...long);
    const row = (contender, unit, values) => ({ work: 'pages', contender, unit, ...summary(values) });
    return {
      rounds: decisions,
      rows: [
        row('lachan', 'ms', times),
        row('p95', 'ms', [p95]),
        row('first load', 'kB', [kilobytes]),
        row('longest task, paging', 'ms', [longest]),
      ],
      ratios: { '100 ms': 100 / p95, '250 kB': 250 / kilobytes, '50 ms': longest === 0 ? 50 : 50 / longest },
      correctness: { dismissed: { ok: items.length === decisions, cases: items.length } },
    };
  } finally {
    await browser.close();
    await product.stop();
  }
};
