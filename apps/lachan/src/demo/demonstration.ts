import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { whisper } from '#libs/cli';
import { progressBar } from '../cli/output.js';
import type { StartFacts } from '../first-start/start-facts.js';
import { readCredentials, writeCredentials } from './credentials.js';
import { establish } from './establish.js';
import { runSamples } from './samples/run.js';

const DONE = 'demo-samples-done';

const BANNER = [
  '──────────────────────────────────────────────────────────────────────────────',
  ' BẢN TRÌNH DIỄN · DEMONSTRATION',
  ' Đơn vị, người dùng, doanh nghiệp và phản ánh là dữ liệu mẫu; không dùng cho việc thật.',
  ' Units, people, providers and reports are samples; not for real work.',
];

/** Makes a demonstration of a fresh installation, or goes on with one; says at every start that it is one. */
export const startDemonstration = async ({ installation, url, samples, setUpToken }: StartFacts): Promise<void> => {
  const { dataDir } = installation.config;
  for (const line of BANNER) whisper(line);
  let credentials = readCredentials(dataDir);
  if (credentials === null) {
    const token = await setUpToken();
    if (token === null)
      throw new Error(`${dataDir}: people exist but no demo-credentials.json; delete the folder and start again`);
    credentials = await establish(url, token, (what) => whisper(` … ${what}`));
  }
  writeCredentials(dataDir, { ...credentials, url });
  whisper(` Đăng nhập · sign in: ${join(dataDir, 'demo-credentials.json')}`);
  if (samples && !existsSync(join(dataDir, DONE))) {
    const bar = progressBar(' … phản ánh mẫu · sample cases', 120);
    await runSamples(url, credentials, (done) => bar.update(done));
    bar.stop();
    writeFileSync(join(dataDir, DONE), '');
  }
  whisper(BANNER[0] ?? '');
};
