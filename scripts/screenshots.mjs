// Pictures of every page into docs/screens, from one started demonstration. A file of test/pages may export `screens`:
// name → (page, given) => leads the signed-in page there; `as` beside it names the role.
//   npm run screenshots [-- WORD…]
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { enter, launch, openPage } from './lib/browser.mjs';
import { root, startInstance } from './lib/instance.mjs';

const words = process.argv.slice(2);
const into = process.env.SCREENS ?? join(root, 'docs', 'screens');
mkdirSync(into, { recursive: true });
const instance = process.env.LACHAN_URL
  ? {
      url: process.env.LACHAN_URL,
      credentials: JSON.parse(readFileSync(join(process.env.LACHAN_DATA_DIR ?? '.data', 'demo-credentials.json'))),
      stop: () => undefined,
    }
  : await startInstance({ within: 300_000 });
// Where a picture needs a key or a second person, it reads them from there.
process.env.LACHAN_DATA_DIR ??= instance.dataDir ?? '.data';
const browser = await launch();
const folder = join(root, 'test', 'pages', 'screens');
try {
  for (const file of readdirSync(folder).sort()) {
    const { screens } = await import(join(folder, file));
    for (const { name, role, show, ...variant } of screens) {
      if (words.length > 0 && !words.some((word) => name.includes(word))) continue;
      const { page, close } = await openPage(browser, instance.url, variant);
      if (role) {
        const user = instance.credentials.users.find((one) => one.role === role);
        await enter(page, user);
      }
      await show(page);
      await page.evaluate(() => document.fonts.ready);
      await page.screenshot({ path: join(into, `${name}.png`) });
      await close();
      console.log(`${name}.png`);
    }
  }
} finally {
  await browser.close();
  await instance.stop();
}
