// Starts the demonstration as a stranger would and checks what the start promises: every state of a case is there to be looked
// at, the log verifies, every read model equals a rebuild, and every order is accounted for.
//   npm run test:demo
import { spawnSync } from 'node:child_process';
import { brokenOff, check, endWithCount } from './lib/checks.mjs';
import { client, freshFolder, program, removeFolder, root, signIn, startInstance } from './lib/instance.mjs';

const folder = freshFolder('lachan-demo');
const cli = (...args) =>
  spawnSync(process.execPath, [program, ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, LACHAN_DATA_DIR: folder, LOG_LEVEL: 'warn', DATABASE_URL: '', KAFKA_BROKERS: '' },
  });

/** Every item of a list, page after page. */
const all = async (caller, path) => {
  const items = [];
  let cursor;
  do {
    const page = await caller.ok('GET', `${path}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
    items.push(...page.items);
    cursor = page.cursor;
  } while (cursor);
  return items;
};

let instance;
try {
  const started = performance.now();
  instance = await startInstance({ folder, within: 300_000 });
  console.log(`    ready with its samples after ${((performance.now() - started) / 1_000).toFixed(1)} s`);
  const { paths } = await client(instance.url)
    .call('GET', '/../openapi.json')
    .then(({ body }) => body);
  const status = paths['/api/v1/cases'].get.parameters.find(({ name }) => name === 'status');
  const states = status.schema.anyOf[0].enum;
  const auditor = await signIn(
    instance.url,
    instance.credentials.users.find(({ role }) => role === 'auditor'),
  );
  const cases = await all(auditor, '/cases?limit=100');
  const missing = states.filter((state) => !cases.some((one) => one.status === state));
  check(`${cases.length} cases in all ${states.length} states`, missing.length === 0, `none is ${missing.join(', ')}`);
  check('about 120 of them', cases.length >= 110 && cases.length <= 140, String(cases.length));
  const reports = cases.reduce((sum, one) => sum + one.reports, 0);
  check(`${reports} reports behind them`, reports >= 300, String(reports));
  const first = ['lam-dong', 'ha-noi'].map((side) =>
    instance.credentials.users.find(({ role, unit }) => role === 'analyst' && unit.includes(side)),
  );
  const rests = await Promise.all(first.map(async (one) => (await signIn(instance.url, one)).ok('GET', '/care/mine')));
  check(
    'nobody who begins with it is sent to rest',
    rests.every(({ rest }) => rest === 'none'),
    JSON.stringify(rests),
  );
  await instance.stop();
  instance = undefined;
  for (const command of [['verify'], ['rebuild', '--check'], ['reconcile']]) {
    const { status: code, stdout, stderr } = cli(...command);
    check(`${command.join(' ')} finds nothing wrong`, code === 0, `${stdout}${stderr}`.slice(-1_500));
  }
} catch (error) {
  brokenOff(error, instance);
} finally {
  await instance?.kill(true).catch(() => undefined);
  removeFolder(folder);
}
endWithCount();
