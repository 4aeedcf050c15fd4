import { byName, withKey } from '../console.mjs';

const phone = { width: 360, height: 740 };
const isp = (page, path) => withKey(page, 'Viễn thông Sông Hồng', path);
const test = (page, path) => withKey(page, 'Thử nghiệm', path);
const first = async (page) => {
  await page.locator('.ask-row .row').first().click();
  await page.locator('.ask .target').waitFor();
};

/** Pictures of a provider's console; each of its pages once, and the list on a phone. */
export const screens = [
  {
    name: 'console-door',
    show: async (page) => void (await page.goto('/lam-viec/doanh-nghiep'), await byName(page, 'key').waitFor()),
  },
  { name: 'console-requests', show: async (page) => void (await isp(page), await first(page)) },
  {
    name: 'console-requests-dark-en',
    theme: 'dark',
    language: 'en',
    show: async (page) => void (await isp(page), await first(page)),
  },
  { name: 'console-requests-phone', ...phone, show: (page) => isp(page) },
  {
    name: 'console-request-phone-dark',
    theme: 'dark',
    ...phone,
    show: async (page) => void (await isp(page), await first(page)),
  },
  {
    name: 'console-refuse',
    show: async (page) => {
      await isp(page);
      await first(page);
      await page.keyboard.press('r');
      await page.locator('dialog').waitFor();
    },
  },
  { name: 'console-feed', show: (page) => isp(page, '/nguon-cap') },
  { name: 'console-keys', show: (page) => isp(page, '/khoa') },
  { name: 'console-contact', show: (page) => isp(page, '/dau-moi') },
  { name: 'console-sandbox', show: (page) => test(page, '/thu-nghiem') },
  { name: 'console-how-to', show: (page) => isp(page, '/cach-noi?form=unbound') },
  { name: 'console-how-to-phone-dark', theme: 'dark', ...phone, show: (page) => isp(page, '/cach-noi') },
  { name: 'console-genuine', language: 'en', show: (page) => isp(page, '/xac-minh') },
];
