import { say } from '#libs/cli';
import type { StartFacts } from './start-facts.js';

/** Production prints the one-time link that makes the first two administrators, as long as there are none. */
export const offerSetUp = async ({ url, setUpToken }: StartFacts): Promise<void> => {
  const token = await setUpToken();
  if (token === null) return;
  say('Thiết lập lần đầu: mở liên kết dùng một lần này (hiệu lực 24 giờ) để tạo hai quản trị viên của hai đơn vị.');
  say('First set-up: this one-time link (valid for 24 hours) creates two administrators of two units.');
  say(`${url}/#set-up=${token}`);
};
