// The pages in a real Chromium, against one started demonstration. Every file of test/pages exports `checks`: sentence → check.
//   npm run test:e2e [-- WORD…]   only files whose name holds one of the words
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromiumPath, launch } from './lib/browser.mjs';
import { freshFolder, removeFolder, root, startInstance } from './lib/instance.mjs';

if (chromiumPath() === undefined) {
  const inCi = process.env.CI === 'true';
  console.log(
    `skipped: no Chromium here (apt-get install chromium, or CHROMIUM_PATH)${inCi ? ', and CI needs it' : ''}`,
  );
  console.log(`0 passed, ${inCi ? 1 : 0} failed`);
  process.exit(inCi ? 1 : 0);
}

const words = process.argv.slice(2);
const folder = join(root, 'test', 'pages');
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.mjs') && (words.length === 0 || words.some((word) => name.includes(word))))
  .sort();

/** One provider takes its requests by letter, and whoever has a letter may answer by link. */
const DELIVERY = {
  answersAt: 'https://la-chan.example.test',
  letterhead: {
    name: 'Trung tâm xử lý tin giả, tin xấu độc',
    symbol: 'TTXL-BVTE',
    place: 'Đà Lạt',
    signer: { title: 'Giám đốc' },
  },
  providers: { 'luu-tru-ban-mai': { adapter: 'letter' } },
};
const startWithLetters = async () => {
  const folder = freshFolder();
  writeFileSync(join(folder, 'delivery.json'), JSON.stringify(DELIVERY), { mode: 0o600 });
  const started = await startInstance({ folder, env: { LACHAN_MODE: 'demo' }, within: 300_000 });
  const stop = async () => {
    await started.stop();
    removeFolder(folder);
  };
  return { ...started, stop };
};

let passed = 0;
let failed = 0;
let instance;
let browser;
try {
  // LACHAN_URL: an instance that runs already, with its credentials file beside it (while working on a page); letters and their links
  // need the settings above in its data folder.
  instance = process.env.LACHAN_URL
    ? {
        url: process.env.LACHAN_URL,
        credentials: JSON.parse(
          (await import('node:fs')).readFileSync(join(process.env.LACHAN_DATA_DIR ?? '.data', 'demo-credentials.json')),
        ),
        stop: () => undefined,
      }
    : await startWithLetters();
  browser = await launch();
  const user = (role, unit) => {
    const found = instance.credentials.users.find((one) => one.role === role && (!unit || one.unit.includes(unit)));
    if (!found) throw new Error(`the demonstration has no ${role}`);
    return found;
  };
  const given = { browser, url: instance.url, credentials: instance.credentials, user };
  for (const file of files) {
    console.log(file.replace(/\.mjs$/, ''));
    const { checks } = await import(join(folder, file));
    for (const [sentence, check] of Object.entries(checks)) {
      const start = performance.now();
      try {
        await check(given);
        passed += 1;
        console.log(`  ✓ ${sentence} (${Math.round(performance.now() - start)} ms)`);
      } catch (error) {
        failed += 1;
        console.log(`  ✗ ${sentence}\n    ${String(error.message).replaceAll('\n', '\n    ')}`);
      }
    }
  }
} catch (error) {
  failed += 1;
  console.log(`  ✗ ${error.stack}`);
} finally {
  await browser?.close();
  await instance?.stop();
}
if (passed + failed === 0) failed = 1;
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
