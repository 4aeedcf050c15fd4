const first = async (page) => {
  await page.goto('/lam-viec/phe-duyet');
  await page.locator('.waiting .row').first().click();
  await page.locator('.approval .fine-checks').waitFor();
  await page.locator('.timeline li').first().waitFor();
};
const phone = { width: 360, height: 740 };

/** Pictures of the approvers' page. */
export const screens = [
  { name: 'approvals', role: 'approver', show: first },
  { name: 'approvals-dark-en', role: 'approver', theme: 'dark', language: 'en', show: first },
  { name: 'approvals-phone', role: 'approver', ...phone, show: first },
];
