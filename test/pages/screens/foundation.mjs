const queue = async (page) => {
  await page.locator('.row').nth(2).click();
  await page.locator('.timeline li').first().waitFor();
};
const phone = { width: 360, height: 740 };

/** Pictures of the door, signing in and the queue. */
export const screens = [
  { name: 'public-report', show: (page) => page.goto('/') },
  { name: 'public-report-phone-dark', theme: 'dark', ...phone, show: (page) => page.goto('/') },
  { name: 'public-help-phone', ...phone, show: (page) => page.goto('/can-ho-tro') },
  { name: 'public-look-up-en', language: 'en', show: (page) => page.goto('/tra-cuu') },
  {
    name: 'public-receipt',
    show: async (page) => {
      await page.goto('/');
      await page.locator('#links').fill('https://video.example.test/bai-dang/7');
      await page.locator('main form button[type=submit]').click();
      await page.locator('.code').waitFor();
    },
  },
  { name: 'sign-in', show: async (page) => void (await page.goto('/lam-viec'), await page.locator('form').waitFor()) },
  { name: 'queue', role: 'analyst', show: queue },
  { name: 'queue-dark-en', role: 'analyst', theme: 'dark', language: 'en', show: queue },
  { name: 'queue-phone', role: 'analyst', ...phone, show: (page) => page.locator('.row').first().waitFor() },
  { name: 'case-phone-dark', role: 'analyst', theme: 'dark', ...phone, show: queue },
  {
    name: 'keys',
    role: 'analyst',
    show: async (page) => {
      await page.locator('.row').first().waitFor();
      await page.keyboard.press('Shift+?');
      await page.locator('dialog').waitFor();
    },
  },
];
