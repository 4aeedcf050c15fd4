// Runs Jest projects, names what failed once more at the end, and ends with one line that can be counted: `N passed, N failed`. A
// file that could not even be loaded counts as one failure, and so does work that a test file left behind; a run without a
// single test is a failure.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const args = process.argv.slice(2);
const separator = args.indexOf('--');
const projects = separator === -1 ? args : args.slice(0, separator);
const rest = separator === -1 ? [] : args.slice(separator + 1);
// Not named as what a later run sweeps away: a run may take longer than ten minutes.
const folder = mkdtempSync(join(tmpdir(), 'lachan-results-'));
const results = join(folder, 'results.json');

/** What Jest says of work that goes on after its test file has ended: it would make another file fail that happens to come next. */
const LEFT_BEHIND = /after the Jest environment has been torn down[^\n]*|Cannot log after tests are done/g;
const leftBehind = [];

const child = spawn(
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
  { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] },
);
child.stderr.setEncoding('utf8');
let lastLine = '';
child.stderr.on('data', (chunk) => {
  process.stderr.write(chunk);
  const text = lastLine + chunk;
  const end = text.lastIndexOf('\n') + 1;
  lastLine = text.slice(end);
  leftBehind.push(...(text.slice(0, end).match(LEFT_BEHIND) ?? []));
});
// A process that a test left behind may hold the pipe open: it is not waited for.
const allSaid = once(child.stderr, 'close');
const [status] = await once(child, 'exit');
await Promise.race([allSaid, setTimeout(2_000)]);

let passed = 0;
let failed = 1;
try {
  const summary = JSON.parse(readFileSync(results, 'utf8'));
  passed = summary.numPassedTests;
  failed = summary.numFailedTests + summary.numRuntimeErrorTestSuites;
  const skipped = summary.numPendingTests;
  for (const { name, message, assertionResults } of summary.testResults) {
    const file = relative(root, name);
    const failures = assertionResults.filter(({ status: outcome }) => outcome === 'failed');
    for (const { fullName } of failures) console.log(`✗ ${file}: ${fullName}`);
    if (assertionResults.length === 0 && message) console.log(`✗ ${file}: ${message.split('\n', 3).join(' ')}`);
  }
  for (const words of leftBehind) console.log(`✗ something goes on ${words}`);
  failed += leftBehind.length;
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
