const at = (path, ready) => async (page) => {
  await page.goto(`/lam-viec/${path}`);
  await page.locator(ready).first().waitFor();
};
const letters = async (page) => {
  await page.goto('/lam-viec/dieu-hanh/cong-van');
  await page
    .locator('textarea')
    .fill(
      'Đường dẫn\tGhi chú\nhttps://video.example.test/bai-dang/7\tHọc sinh lớp 6 gửi cho nhau\nhxxps://nhom[.]example[.]net/vao\tPhụ huynh báo\nhttps://video.example.test/bai-dang/7\tHọc sinh lớp 6 gửi cho nhau\nkhông có đường dẫn\tGọi lại sau',
    );
  await page.locator('.table tbody tr').nth(3).waitFor();
};
const phone = { width: 360, height: 740 };

/** Pictures of running the team, and of those who reach a child. */
export const screens = [
  { name: 'team-overdue', role: 'approver', show: at('dieu-hanh', '.sheet-unit, .state') },
  { name: 'team-assign', role: 'approver', show: at('dieu-hanh/giao-viec', '.work tbody tr') },
  { name: 'team-assign-phone', role: 'approver', ...phone, show: at('dieu-hanh/giao-viec', '.work tbody tr') },
  { name: 'team-rota', role: 'approver', show: at('dieu-hanh/truc', '.on-call') },
  { name: 'team-letters', role: 'approver', show: letters },
  { name: 'pleas', role: 'approver', show: at('ho-tro', '.plea, .state') },
  {
    name: 'referrals-dark-en',
    role: 'referral-recipient',
    theme: 'dark',
    language: 'en',
    show: at('ho-tro/chuyen-tin', '.plea, .state'),
  },
  { name: 'pleas-phone', role: 'approver', ...phone, show: at('ho-tro', '.plea, .state') },
];
