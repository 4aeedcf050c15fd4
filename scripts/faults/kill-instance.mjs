// The whole product in one process, and its database with it, killed under load again and again on the same folder. In the end every receipt
// is in the log exactly once, an unanswered report sent again gets its one receipt, the log verifies and every read model equals a rebuild.
import { spawnSync } from 'node:child_process';
import { brokenOff, check } from '../lib/checks.mjs';
import { client, freshFolder, program, removeFolder, root, signIn, startInstance } from '../lib/instance.mjs';

const SENDERS = 32;
/** The load runs this long before the moment is drawn: a process that has just started is not under load yet (ms). */
const WARM_UP = 1_500;

const bodyOf = (name) => ({
  urls: [`http://tai-${name.split('-')[1] % 500}.example.test/bai/${name}`],
  note: 'Phản ánh trong lúc thử sự cố.',
});

const channelOf = (instance) =>
  client(instance.url, { key: instance.credentials.keys.find(({ role }) => role === 'channel').key });

/** Clients that note what they sent and what they were told. */
const senders = () => {
  const acknowledged = new Map(); // idempotency key → report id
  const unanswered = new Set();
  let sent = 0;
  /** Sends until the instance is gone; gives how many were acknowledged. */
  const load = async (channel, round, halted) => {
    let count = 0;
    const sender = async () => {
      while (!halted.now) {
        const name = `r${round}-${(sent += 1)}`;
        unanswered.add(name);
        try {
          const answer = await channel.call('POST', '/reports', bodyOf(name), { 'idempotency-key': name });
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
  return { acknowledged, unanswered, load };
};

/** One round: load, a moment that is drawn, SIGKILL. Gives the reports in the time that was drawn, and that time (s). */
const killOnce = async (instance, round, { acknowledged, load }, random) => {
  const halted = { now: false };
  const loading = load(channelOf(instance), round, halted);
  const drawn = random() * 2_500;
  const group = round % 2 === 0;
  await new Promise((resolve) => setTimeout(resolve, WARM_UP));
  const before = acknowledged.size;
  await new Promise((resolve) => setTimeout(resolve, drawn));
  const loaded = acknowledged.size - before;
  await instance.kill(group);
  halted.now = true;
  const count = await loading;
  const rate = (loaded / drawn) * 1_000;
  check(
    `round ${round}: ${group ? 'the whole group' : 'Node alone'} killed after ${(WARM_UP + drawn).toFixed(0)} ms, ${count} receipts out (${rate.toFixed(0)}/s)`,
    count > 0,
  );
  return { loaded, seconds: drawn / 1_000 };
};

/** Every receipt that went out, against what an auditor reads. */
const compare = async (instance, acknowledged) => {
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
};

/**
 * @param {{rounds: number, random: () => number, then?: (folder: string) => Promise<void>}} options in every second round
 *   all that Node started is killed with it; `then` is done beside the instance that is left, on its data folder.
 */
export const killInstance = async ({ rounds, random, then }) => {
  const folder = freshFolder('lachan-faults');
  const clients = senders();
  let instance;
  try {
    const all = { loaded: 0, seconds: 0 };
    for (let round = 1; round <= rounds; round += 1) {
      instance = await startInstance({ folder, args: ['--no-samples'] });
      const { loaded, seconds } = await killOnce(instance, round, clients, random);
      all.loaded += loaded;
      all.seconds += seconds;
    }
    const rate = all.loaded / all.seconds;
    check(`under ${rate.toFixed(0)} reports a second`, rate >= 100, 'at least 100/s were wanted');
    instance = await startInstance({ folder, args: ['--no-samples'] });
    const again = [...clients.unanswered].slice(0, 200);
    for (const name of again) {
      const channel = channelOf(instance);
      const { reportId } = await channel.ok('POST', '/reports', bodyOf(name), { 'idempotency-key': name });
      clients.acknowledged.set(name, reportId);
    }
    check(`${again.length} unanswered reports sent again, each with its receipt`, again.length > 0);
    await compare(instance, clients.acknowledged);
    for (const [args, words] of [
      [['verify', '--json'], 'the log verifies'],
      [['rebuild', '--check'], 'every read model equals a rebuild'],
    ]) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
        cwd: root,
        encoding: 'utf8',
        env: { ...process.env, LACHAN_DATA_DIR: folder, DATABASE_URL: '', LOG_LEVEL: 'error' },
      });
      check(words, status === 0, `${stdout}${stderr}`.slice(0, 1500));
    }
    await then?.(folder);
  } catch (error) {
    brokenOff(error, instance);
  } finally {
    await instance?.kill(true).catch(() => undefined);
    removeFolder(folder);
  }
};
