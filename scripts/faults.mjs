// Kills what can be killed under load and checks that nothing acknowledged was lost, doubled or reordered.
//   npm run test:faults -- --rounds 10                  short: the instance, then one process of each kind, then a full disk
//   npm run test:faults -- --kill-each --minutes 2      long: services apart, each kind at random for two minutes; --kafka: with a broker
//   npm run test:faults -- --kill-backup                a backup and a restore, at every named point
//   --seed N repeats the moments of an earlier run
//
// A client sends at least a hundred reports a second through a channel's door and notes every receipt it gets. At a random
// moment Node alone, or Node with everything it started, gets SIGKILL; the instance starts again on the same folder. In
// the end every noted receipt is in the log exactly once, an unanswered report sent again gets its one receipt, the log
// verifies and every read model equals a rebuild.
import { spawnSync } from 'node:child_process';
import { brokenOff, check, endWithCount } from './lib/checks.mjs';
import { diskFull } from './faults/disk-full.mjs';
import { randomOf } from './faults/judging.mjs';
import { killBackup } from './faults/kill-backup.mjs';
import { killEach } from './faults/kill-each.mjs';
import { client, freshFolder, removeFolder, program, root, signIn, startInstance } from './lib/instance.mjs';

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? otherwise : Number(process.argv[at + 1]);
};
const rounds = option('rounds', 10);
const seed = option('seed', Date.now() % 1_000_000);
const SENDERS = 32;
/** The load runs this long before the moment is drawn: a process that has just started is not under load yet (ms). */
const WARM_UP = 1_500;

const random = randomOf(seed);

const acknowledged = new Map(); // idempotency key → report id
const unanswered = new Set();
let sent = 0;
let loaded = 0;
let loadedFor = 0;

/** Sends until the instance is gone; gives how many were acknowledged. */
const load = async (url, key, round, halted) => {
  let count = 0;
  const channel = client(url, { key });
  const sender = async () => {
    while (!halted.now) {
      const name = `r${round}-${(sent += 1)}`;
      unanswered.add(name);
      try {
        const body = {
          urls: [`http://tai-${sent % 500}.example.test/bai/${name}`],
          note: 'Phản ánh trong lúc thử sự cố.',
        };
        const answer = await channel.call('POST', '/reports', body, { 'idempotency-key': name });
        if (answer.status === 202) {
          acknowledged.set(name, answer.body.reportId);
          unanswered.delete(name);
          count += 1;
        }
      } catch {
        if (!halted.now) await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  return count;
};

const cli = (folder, ...args) =>
  spawnSync(process.execPath, [program, ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, LACHAN_DATA_DIR: folder, DATABASE_URL: '', LOG_LEVEL: 'error' },
  });

if (process.argv.includes('--kill-each')) {
  const minutes = option('minutes', 2);
  console.log(`Killing one process of each kind at random for ${minutes} minutes under load, seed ${seed}`);
  await killEach({ milliseconds: minutes * 60_000, kafka: process.argv.includes('--kafka'), random });
  endWithCount();
}

if (process.argv.includes('--kill-backup')) {
  console.log('Killing backups and restores at every named point');
  await killBackup({ whole: true });
  endWithCount();
}

console.log(`Killing the instance ${rounds} times under load, seed ${seed}`);
const folder = freshFolder('lachan-faults');
let instance;
try {
  for (let round = 1; round <= rounds; round += 1) {
    instance = await startInstance({ folder, args: ['--no-samples'] });
    const key = instance.credentials.keys.find(({ role }) => role === 'channel').key;
    const halted = { now: false };
    const loading = load(instance.url, key, round, halted);
    const moment = WARM_UP + random() * 2_500;
    const group = round % 2 === 0;
    await new Promise((resolve) => setTimeout(resolve, WARM_UP));
    const before = acknowledged.size;
    await new Promise((resolve) => setTimeout(resolve, moment - WARM_UP));
    const rate = (acknowledged.size - before) / ((moment - WARM_UP) / 1_000);
    await instance.kill(group);
    halted.now = true;
    const count = await loading;
    loaded += acknowledged.size - before;
    loadedFor += (moment - WARM_UP) / 1_000;
    check(
      `round ${round}: ${group ? 'the whole group' : 'Node alone'} killed after ${moment.toFixed(0)} ms, ${count} receipts out (${rate.toFixed(0)}/s)`,
      count > 0,
    );
  }
  check(
    `under ${(loaded / loadedFor).toFixed(0)} reports a second`,
    loaded / loadedFor >= 100,
    'at least 100/s were wanted',
  );
  instance = await startInstance({ folder, args: ['--no-samples'] });
  const channel = client(instance.url, { key: instance.credentials.keys.find(({ role }) => role === 'channel').key });
  const again = [...unanswered].slice(0, 200);
  for (const name of again) {
    const number = name.split('-')[1];
    const body = {
      urls: [`http://tai-${number % 500}.example.test/bai/${name}`],
      note: 'Phản ánh trong lúc thử sự cố.',
    };
    const { reportId } = await channel.ok('POST', '/reports', body, { 'idempotency-key': name });
    acknowledged.set(name, reportId);
  }
  check(`${again.length} unanswered reports sent again, each with its receipt`, again.length > 0);
  const auditor = await signIn(
    instance.url,
    instance.credentials.users.find(({ role }) => role === 'auditor'),
  );
  const log = await auditor.ok('GET', '/audit/events?types=ReportReceived');
  const times = new Map();
  for (const line of log.split('\n').filter(Boolean)) {
    const id = JSON.parse(line).stream.slice('report-'.length);
    times.set(id, (times.get(id) ?? 0) + 1);
  }
  const lost = [...acknowledged.values()].filter((id) => !times.has(id));
  const doubled = [...times].filter(([, count]) => count > 1);
  check(`all ${acknowledged.size} receipts are in the log`, lost.length === 0, `${lost.length} lost, e.g. ${lost[0]}`);
  check('each once', doubled.length === 0, `${doubled.length} doubled`);
  await instance.stop();
  instance = undefined;
  const verify = cli(folder, 'verify', '--json');
  check('the log verifies', verify.status === 0, `${verify.stdout.slice(0, 500)}${verify.stderr.slice(0, 500)}`);
  const rebuild = cli(folder, 'rebuild', '--check');
  check('every read model equals a rebuild', rebuild.status === 0, `${rebuild.stdout}${rebuild.stderr}`.slice(0, 1500));
} catch (error) {
  brokenOff(error, instance);
} finally {
  await instance?.kill(true).catch(() => undefined);
  removeFolder(folder);
}
console.log(`Killing one process of each kind under load, seed ${seed}`);
await killEach({ milliseconds: 0, points: 3, random });
console.log('Killing a backup and a restore');
await killBackup({ whole: false });
console.log('Filling the disk');
await diskFull();
endWithCount();
