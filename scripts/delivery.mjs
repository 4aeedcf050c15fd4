// Carries requests to real DNS servers and a real proxy on this machine's loopback. `npm run test:delivery [-- PATTERN…]`
//
// With CI=true and as root the Debian packages that are missing are installed; elsewhere what cannot run is skipped and said,
// and in CI a skip is a failure. Ends with `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { find } from '../infra/dns/programs.mjs';

const PACKAGES = {
  named: 'bind9',
  dig: 'bind9-dnsutils',
  kdig: 'knot-dnsutils',
  unbound: 'unbound',
  pdns_recursor: 'pdns-recursor',
  dnsmasq: 'dnsmasq-base',
  squid: 'squid',
};
const root = fileURLToPath(new URL('..', import.meta.url));
const missing = () => Object.keys(PACKAGES).filter((program) => find(program) === undefined);

if (missing().length > 0 && process.env.CI === 'true' && process.getuid?.() === 0) {
  const packages = missing().map((program) => PACKAGES[program]);
  console.log(`installing ${packages.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...packages],
  ]) {
    spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  }
}
for (const program of missing()) {
  console.log(`not installed: ${program} (Debian package ${PACKAGES[program]}); what needs it is skipped`);
}

const patterns = process.argv.slice(2);
const chosen = patterns.length === 0 ? [] : ['--', '--testPathPatterns', ...patterns];
const { status } = spawnSync(process.execPath, ['scripts/test.mjs', 'delivery', ...chosen], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(status ?? 1);
