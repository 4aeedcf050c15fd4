const chosen = async (page) => {
  await page.locator('.row').nth(4).click();
  await page.locator('.timeline li').first().waitFor();
};
const sheet = (key) => async (page) => {
  await page.goto('/lam-viec/vu-viec?claimedBy=me');
  await page.locator('.row').first().click();
  await page.locator('.timeline li').first().waitFor();
  await page.keyboard.press(key);
  await page.locator('.sheet').waitFor();
};

/** Pictures of deciding: proposing beside the evidence, bulk with its preview, one's own day. */
export const screens = [
  { name: 'queue-propose', role: 'analyst', show: sheet('p') },
  { name: 'queue-note-dark-en', role: 'analyst', theme: 'dark', language: 'en', show: sheet('w') },
  {
    name: 'queue-bulk',
    role: 'analyst',
    show: async (page) => {
      await chosen(page);
      await page.keyboard.press('x');
      await page.keyboard.press('j');
      await page.locator('.timeline li').first().waitFor();
      await page.keyboard.press('x');
      await page.keyboard.press('d');
      await page.locator('.bulk-list').waitFor();
    },
  },
  {
    name: 'queue-care',
    role: 'analyst',
    show: async (page) => {
      await page.locator('.rows-foot button').click();
      await page.locator('dialog .facts').waitFor();
    },
  },
];
