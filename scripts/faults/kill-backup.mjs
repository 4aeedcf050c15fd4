// A backup and a restore that are killed on their way: no file has its own name unless it is whole, the next backup works and clears up, and
// a target is empty until a restore has been all of it.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { brokenOff, check } from '../lib/checks.mjs';
import {
  client,
  databaseOf,
  freshFolder,
  killNow,
  program,
  removeFolder,
  root,
  startInstance,
} from '../lib/instance.mjs';

const SECRETS = ['master.key', 'dedupe-secret', 'demo-credentials.json'];
const REPORTS = 60;

/** One command line on a data folder; with a fault it ends itself with SIGKILL. */
const cli = (folder, args, fault) => {
  const preload = fault ? ['--import', join(root, 'scripts', 'faults', 'points.mjs')] : [];
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [...preload, program, ...args], {
    cwd: root,
    encoding: 'utf8',
    env: {
      ...process.env,
      LACHAN_DATA_DIR: folder,
      DATABASE_URL: '',
      KAFKA_BROKERS: '',
      LOG_LEVEL: 'error',
      LACHAN_FAULT: fault ?? '',
    },
  });
  return { status, killed: signal === 'SIGKILL', text: `${stdout}${stderr}`.slice(-1500), stdout };
};

const named = (folder) => readdirSync(folder).filter((name) => !name.endsWith('.part'));
const parts = (folder) => readdirSync(folder).filter((name) => name.endsWith('.part'));

/** Where a backup dies; how many files of keys and of the log then have their names. */
const IN_A_BACKUP = [
  ['part=.keys', 'while it writes the keys', 0, 0],
  ['rename-before=1', 'with the keys written and not named', 0, 0],
  ['rename-after=1', 'with the keys named and the log not begun', 1, 0],
  ['part=.backup', 'while it writes the log', 1, 0],
  ['rename-before=2', 'with the log written and not named', 1, 0],
];

const killBackups = (folder, log, keys, points) => {
  for (const [fault, words, keysMore, logsMore] of points) {
    const before = [named(keys).length, named(log).length];
    const { killed, text } = cli(folder, ['backup', log, '--keys', keys], fault);
    const more = [named(keys).length - before[0], named(log).length - before[1]];
    check(
      `a backup killed ${words} leaves ${more[0]} named file of keys, ${more[1]} of the log`,
      killed && more[0] === keysMore && more[1] === logsMore,
      text,
    );
  }
  const left = parts(log).length + parts(keys).length;
  const next = cli(folder, ['backup', log, '--keys', keys, '--json']);
  check(
    `the next backup is whole and clears up what ${left} killed ones left`,
    next.status === 0 && left > 0 && parts(log).length + parts(keys).length === 0,
    next.text,
  );
  const modes = [log, keys].flatMap((place) => named(place).map((name) => statSync(join(place, name)).mode & 0o777));
  check('every file has mode 0600', new Set(modes).size === 1 && modes[0] === 0o600);
  return JSON.parse(next.stdout);
};

/** Where a restore dies, and whether the target then holds the log. */
const IN_A_RESTORE = [
  ['sql-before=^analyze es\\.log:1', 'with every row written and nothing committed', false],
  ['sql-before=^insert into messaging\\.checkpoint .subscription. select unnest:1', 'before its last check', false],
  [
    'sql-before=update messaging\\.checkpoint set position = [1-9]:3',
    'with the log kept and read models half made',
    true,
  ],
];

const eventsIn = (folder) => {
  const { stdout, text } = cli(folder, ['verify', '--json']);
  try {
    return JSON.parse(stdout).events;
  } catch {
    return text;
  }
};

/** A data folder with the secrets of another and nothing else. */
const freshTarget = (from, place) => {
  mkdirSync(place);
  for (const file of SECRETS) copyFileSync(join(from, file), join(place, file));
  return place;
};

const end = (folder) => {
  for (const pid of databaseOf(folder)) killNow(pid);
};

/** An instance with a log worth a backup. */
const startFilled = async (folder) => {
  mkdirSync(folder);
  const instance = await startInstance({ folder, args: ['--no-samples'] });
  const channel = client(instance.url, { key: instance.credentials.keys.find(({ role }) => role === 'channel').key });
  for (let n = 0; n < REPORTS; n += 1)
    await channel.ok('POST', '/reports', { urls: [`http://luu-${n}.example.test/bai`], note: 'x'.repeat(1_000) });
  return instance;
};

/** What is restored in the end is an installation: it starts, and is what the log says. */
const startRestored = async (target) => {
  const restored = await startInstance({ folder: target, args: ['--no-samples'] });
  try {
    const rebuilt = cli(target, ['rebuild', '--check']);
    check('its read models are made by whoever starts it, as a rebuild makes them', rebuilt.status === 0, rebuilt.text);
    const verified = cli(target, ['verify']);
    check('its log verifies', verified.status === 0, verified.text);
  } finally {
    await restored.stop();
  }
};

/** @param {{whole: boolean, of?: string}} options `whole`: at every point; otherwise once in the middle of each. `of`: the data folder of an
 *   instance that runs and has a log; without it one is made. */
export const killBackup = async ({ whole, of }) => {
  const place = freshFolder('lachan-backup-faults');
  const folder = of ?? join(place, 'installation');
  const [log, keys] = ['log', 'keys'].map((name) => join(place, name));
  for (const each of [log, keys]) mkdirSync(each);
  const targets = [];
  let instance;
  try {
    if (!of) instance = await startFilled(folder);
    const backup = killBackups(folder, log, keys, whole ? IN_A_BACKUP : IN_A_BACKUP.slice(3, 4));
    const all = named(keys).map((name) => join(keys, name));
    const restore = ['restore', backup.log, '--keys', ...all];

    // Half a file cannot be told by its name: only what is in it says that it is not all.
    const half = join(place, 'half.backup');
    copyFileSync(backup.log, half);
    truncateSync(half, statSync(half).size - 100);
    const target = freshTarget(folder, join(place, 'target'));
    targets.push(target);
    const refused = cli(target, ['restore', half, '--keys', ...all]);
    check('a file that is not whole is refused, whatever its name', refused.status === 1, refused.text);

    for (const [fault, words, kept] of whole ? IN_A_RESTORE : IN_A_RESTORE.slice(2)) {
      const { killed, text } = cli(target, restore, fault);
      const events = eventsIn(target);
      check(`a restore killed ${words} leaves ${events} events`, killed && events === (kept ? backup.head : 0), text);
    }
    const again = cli(target, restore);
    check('a target that holds the log is not restored into again', /not empty/.test(again.text), again.text);
    await startRestored(target);
  } catch (error) {
    brokenOff(error, instance);
  } finally {
    await instance?.kill(true).catch(() => undefined);
    for (const target of targets) {
      end(target);
      removeFolder(target);
    }
    if (!of) removeFolder(folder);
    removeFolder(place);
  }
};
