// Measures Lá Chắn beside what an engineer would pick instead, and beside the physical limit, on this machine.
//   npm run bench [-- NAME…] [--no-write]      every work, or the named ones; exit 1 when a least ratio does not hold
//   npm run bench -- growth --to EVENTS        by hand: the log grows to so many events; with pages and processor time of each call
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));

const install = () => {
  const record = join(folder, 'node_modules', '.package-lock.json');
  if (existsSync(record) && statSync(record).mtimeMs >= statSync(join(folder, 'package-lock.json')).mtimeMs) return;
  process.stderr.write('bench: installing the peers …\n');
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync('npm', args, {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    process.stderr.write('bench: the peers could not be installed.\n');
    process.exit(2);
  }
};

install();
const { main } = await import('./lib/main.mjs');
process.exit(await main(process.argv.slice(2)));
