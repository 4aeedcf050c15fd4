import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { askForReview, cast, caseInForce } from '../../../scripts/lib/cases.mjs';

const first = async (page) => {
  await page.goto('/lam-viec/phe-duyet');
  await page.locator('.waiting .row').first().click();
  await page.locator('.approval .fine-checks').waitFor();
  await page.locator('.timeline li').first().waitFor();
};
const phone = { width: 360, height: 740 };

/** Somebody asks to look again at what another unit ordered. */
const review = async (page) => {
  const { origin } = new URL(page.url());
  const folder = process.env.LACHAN_DATA_DIR ?? '.data';
  const given = {
    url: origin,
    credentials: JSON.parse(readFileSync(join(folder, 'demo-credentials.json'), 'utf8')),
  };
  const as = cast(given);
  const view = await caseInForce(given, await as('chuyen-vien-lam-dong'), await as('phe-duyet-lam-dong'));
  await askForReview(
    given,
    view,
    await as('phe-duyet-lam-dong'),
    'Trang của tôi đã gỡ nội dung đó từ hôm qua, xin xem lại.',
  );
  await page.goto(`/lam-viec/phe-duyet/${view.id}`);
  await page.locator('.review-words').waitFor();
  await page.locator('.timeline li').first().waitFor();
};

/** Pictures of the approvers' page. */
export const screens = [
  { name: 'approvals', role: 'approver', show: first },
  { name: 'approvals-dark-en', role: 'approver', theme: 'dark', language: 'en', show: first },
  { name: 'review', role: 'approver', show: review },
  { name: 'review-phone-dark', role: 'approver', theme: 'dark', ...phone, show: review },
  { name: 'approvals-phone', role: 'approver', ...phone, show: first },
];
