// Carries requests to real DNS servers and a real proxy on this machine's loopback. `npm run test:delivery [-- PATTERN…]`
//
// With CI=true and as root the Debian packages that are missing are installed; elsewhere what cannot run is skipped and said,
// and in CI a skip is a failure. Ends with `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { find } from '../infra/dns/programs.mjs';

const PACKAGES = {
  named: 'bind9',
  dig: 'bind9-dnsutils',
  kdig: 'knot-dnsutils',
  unbound: 'unbound',
  pdns_recursor: 'pdns-recursor',
  dnsmasq: 'dnsmasq-base',
  // With cqueues it sees that its file has changed.
  kresd: 'knot-resolver lua-cqueues',
  squid: 'squid',
  nginx: 'nginx-light',
  pdftotext: 'poppler-utils',
  pip3: 'python3-pip',
};
/** Independent clients in Python: installed beside the packages, by pip, into this tree alone. */
const CLIENTS = 'apps/dispatch/test/delivery/clients/requirements.txt';
const CLIENTS_FOLDER = 'node_modules/.cache/lachan-python';
const ADGUARD = 'apps/dispatch/test/delivery/clients/adguard.json';
const ADGUARD_FOLDER = 'node_modules/.cache/lachan-adguard';

const root = fileURLToPath(new URL('..', import.meta.url));
const missing = () => Object.keys(PACKAGES).filter((program) => find(program) === undefined);

if (missing().length > 0 && process.env.CI === 'true' && process.getuid?.() === 0) {
  const packages = missing().flatMap((program) => PACKAGES[program].split(' '));
  console.log(`installing ${packages.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...packages],
  ]) {
    spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  }
}
const python = (...args) => spawnSync('python3', args, { cwd: root, encoding: 'utf8' });
/** Installs the clients unless they are there as asked for; says why it could not. */
const installClients = () => {
  const wanted = readFileSync(join(root, CLIENTS), 'utf8');
  const mark = join(root, CLIENTS_FOLDER, 'installed.txt');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  if (python('-m', 'pip', '--version').status !== 0) {
    console.log('not installed: pip (Debian package python3-pip); what needs Python clients is skipped');
    return;
  }
  console.log(`installing ${wanted.match(/^[\w-]+==\S+$/gm).join(', ')}`);
  const quiet = ['--quiet', '--disable-pip-version-check', '--root-user-action=ignore', '--no-warn-conflicts'];
  const { status, stderr } = python(
    '-m',
    'pip',
    'install',
    ...quiet,
    '--upgrade',
    '--target',
    CLIENTS_FOLDER,
    '-r',
    CLIENTS,
  );
  if (status === 0) writeFileSync(mark, wanted);
  else console.log(`pip could not install them; what needs them is skipped: ${stderr.trim().split('\n').at(-1)}`);
};

for (const program of missing()) {
  console.log(`not installed: ${program} (Debian package ${PACKAGES[program]}); what needs it is skipped`);
}

/** AdGuard's engine, beside the packages too: large, and needed by nobody else. */
const installAdguard = () => {
  const wanted = readFileSync(join(root, ADGUARD), 'utf8');
  const folder = join(root, ADGUARD_FOLDER);
  const mark = join(folder, 'installed.json');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), wanted);
  console.log(`installing ${Object.entries(JSON.parse(wanted).dependencies).join(' ').replace(',', '@')}`);
  const quiet = ['--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, stderr } = spawnSync('npm', ['install', ...quiet], { cwd: folder, encoding: 'utf8' });
  if (status === 0) writeFileSync(mark, wanted);
  else console.log(`npm could not install it; what needs it is skipped: ${stderr.trim().split('\n').at(-1)}`);
};

installClients();
installAdguard();

const patterns = process.argv.slice(2);
const chosen = patterns.length === 0 ? [] : ['--', '--testPathPatterns', ...patterns];
const { status } = spawnSync(process.execPath, ['scripts/test.mjs', 'delivery', ...chosen], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(status ?? 1);
