const phone = { width: 360, height: 740 };
const to = (path, wait) => async (page) => {
  await page.goto(`/lam-viec${path}`);
  await page.locator(wait).first().waitFor();
};
/** From this month's orders to one case as it stood when its order was issued. */
const replay = async (page) => {
  await to(`/giam-sat?month=${new Date().toISOString().slice(0, 7)}`, '.answer a.button')(page);
  await page.locator('.answer a.button').first().click();
  await page.locator('.state-then').waitFor();
};
const ask = to(`/giam-sat?month=${new Date().toISOString().slice(0, 7)}`, '.answer');
const auditor = { role: 'auditor' };
const administrator = { role: 'administrator' };

/** Pictures of the auditor's pages, figures and administration. */
export const screens = [
  { name: 'audit-ask', ...auditor, show: ask },
  { name: 'audit-replay', ...auditor, show: replay },
  { name: 'audit-replay-dark-en', ...auditor, theme: 'dark', language: 'en', show: replay },
  { name: 'audit-replay-phone', ...auditor, ...phone, show: replay },
  { name: 'audit-log', ...auditor, show: to('/giam-sat/nhat-ky', '.records') },
  { name: 'audit-reads', ...auditor, show: to('/giam-sat/luot-doc', '.page') },
  { name: 'audit-refused', ...auditor, show: to('/giam-sat/bi-tu-choi', '.page') },
  { name: 'audit-dismissals', ...auditor, show: to('/giam-sat/ket-thuc', '.records') },
  { name: 'audit-registers', ...auditor, show: to('/giam-sat/danh-muc', '.records') },
  { name: 'audit-samples', ...auditor, show: to('/giam-sat/mau', '.page') },
  { name: 'audit-findings', ...auditor, show: to('/giam-sat/kien-nghi', '.page') },
  { name: 'audit-compare', ...auditor, show: to('/giam-sat/doi-chieu', '.page') },
  { name: 'figures', ...auditor, show: to('/so-lieu?by=unit', '.measure .bar') },
  { name: 'figures-dark-phone', ...auditor, theme: 'dark', ...phone, show: to('/so-lieu', '.measure svg') },
  { name: 'admin-pending', ...administrator, show: to('/quan-tri', '.page') },
  { name: 'admin-people', ...administrator, show: to('/quan-tri/danh-muc/person', '.records') },
  {
    name: 'admin-entry',
    ...administrator,
    show: to('/quan-tri/danh-muc/legal-basis/luat-an-ninh-mang-2025', 'dl.answer'),
  },
  {
    name: 'admin-form-en',
    ...administrator,
    language: 'en',
    show: async (page) => {
      await to('/quan-tri/danh-muc/competence', '.records')(page);
      await page.locator('.page-head .button.main').click();
      await page.locator('dialog .several-list input').first().waitFor();
    },
  },
  { name: 'admin-keys-dark', ...administrator, theme: 'dark', show: to('/quan-tri/khoa', '.records') },
  { name: 'admin-guard', ...administrator, show: to('/quan-tri/thu-bao-ve?name=vnexpress.net', '.records') },
];
