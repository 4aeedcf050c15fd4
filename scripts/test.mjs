// Runs Jest projects and ends with one line that can be counted: `N passed, N failed`. A file that could not even be
// loaded counts as one failure; a run without a single test is a failure.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const args = process.argv.slice(2);
const separator = args.indexOf('--');
const projects = separator === -1 ? args : args.slice(0, separator);
const rest = separator === -1 ? [] : args.slice(separator + 1);
// Not named as what a later run sweeps away: a run may take longer than ten minutes.
const folder = mkdtempSync(join(tmpdir(), 'lachan-results-'));
const results = join(folder, 'results.json');

const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
    '--selectProjects',
    ...projects,
    '--json',
    `--outputFile=${results}`,
    ...rest,
  ],
  { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
);

let passed = 0;
let failed = 1;
try {
  const summary = JSON.parse(readFileSync(results, 'utf8'));
  passed = summary.numPassedTests;
  failed = summary.numFailedTests + summary.numRuntimeErrorTestSuites;
  const skipped = summary.numPendingTests;
  if (skipped > 0) {
    const inCi = process.env.CI === 'true';
    console.log(`${skipped} skipped: what they need is not on this machine${inCi ? ', and CI needs it' : ''}`);
    if (inCi) failed += skipped;
  }
  if (passed + failed + skipped === 0) failed = 1;
} catch {
  console.log('Jest left no results: the run itself failed');
}
if (status !== 0 && failed === 0) failed = 1;
rmSync(folder, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
