// Two versions side by side: the version before runs as separate processes under load, the database is migrated under it, and its processes
// make way for the new version's one by one, in any order; in the long form one of them there and back. Nothing acknowledged may be lost, doubled or reordered.
//   npm run test:upgrade                     short: from this version to a next one that is planted (a migration more, two read models changed)
//   npm run test:upgrade -- --from REF       from the version at a commit of the history to this one; [--seconds 20] [--seed N]
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { check, endWithCount } from './lib/checks.mjs';
import { freshFolder, root, until } from './lib/instance.mjs';
import { startLoad } from './faults/clients.mjs';
import { openJournal } from './faults/journal.mjs';
import { randomOf, shuffled, verdictOf } from './faults/judging.mjs';
import { startApart } from './faults/services-apart.mjs';

const { values } = parseArgs({
  options: {
    from: { type: 'string' },
    seconds: { type: 'string', default: '0' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const random = randomOf(Number(values.seed));
const begun = performance.now();
const long = values.from !== undefined || Number(values.seconds) > 0;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const folder = freshFolder('lachan-upgrade');
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const run = (command, args, options = {}) => {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28, ...options });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
};

/** The version at a commit, built with the packages of this checkout; its pages are not needed. */
const versionAt = (ref) => {
  const checkout = join(folder, 'before');
  mkdirSync(checkout);
  const archive = join(folder, 'before.tar');
  run('git', ['-C', root, 'archive', '--output', archive, ref]);
  run('tar', ['-xf', archive, '-C', checkout]);
  symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'));
  run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
    cwd: checkout,
  });
  return checkout;
};

/** Changes a text that must be there. */
const change = (file, from, to) => {
  const text = readFileSync(file, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} has no "${from}" any more: plant another change`);
  writeFileSync(file, text.replace(from, to));
};

/** This version with what a next one might bring: columns and tables more, a read model with other tables, one filled otherwise. */
const planted = () => {
  const checkout = join(folder, 'next');
  mkdirSync(checkout);
  for (const name of ['package.json', 'dist']) cpSync(join(root, name), join(checkout, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'));
  for (const room of ['apps', 'libs'])
    for (const name of readdirSync(join(root, room))) {
      const sql = join(room, name, 'sql');
      if (existsSync(join(root, sql))) cpSync(join(root, sql), join(checkout, sql), { recursive: true });
    }
  writeFileSync(
    join(checkout, 'libs/messaging/sql/9001-next.sql'),
    `alter table messaging.failure add column hint text;\ncreate index failure_hint on messaging.failure (hint);\n`,
  );
  writeFileSync(
    join(checkout, 'libs/event-store/sql/9001-next.sql'),
    `alter table es.log add column next integer;\nalter table es.streams add column next integer not null default 0;\n`,
  );
  const queue = join(checkout, 'dist/apps/triage/src/queue/read-model.js');
  change(
    queue,
    'create table queue_case (',
    'create table queue_next (n integer);\ncreate table queue_case (\n  next text,',
  );
  const feed = join(checkout, 'dist/apps/dispatch/src/feed/feed.read-model.js');
  change(feed, "schema: 'dispatch_feed',", "schema: 'dispatch_feed',\n    version: 99,");
  return checkout;
};

console.log(`Old beside new${values.from ? ` from ${values.from}` : ', a next version planted'}, seed ${values.seed}`);
let estate;
try {
  const [before, after] = values.from ? [versionAt(values.from), root] : [root, planted()];
  estate = await startApart({ from: before });
  const services = estate.services;
  const file = join(estate.folder, 'journal.ndjson');
  const journal = openJournal(file);
  const load = await startLoad({ ...estate, journal, tag: 'nc', sequences: 4, caseWorkers: 2, rest: 50 });
  /** Waits until more of each kind was acknowledged than there was. */
  const goesOn = (from, ...kinds) =>
    until(`more ${kinds.join(', ')}`, () => kinds.every((kind) => load.counts[kind] > from[kind]), { within: 120_000 });
  await goesOn({ reports: 0, answers: 0 }, 'reports', 'answers');

  const old = estate.cliOf(before);
  const next = estate.cliOf(after);
  const early = next('start', '--services', 'triage');
  check(
    `a new process refuses the old database: ${early.stderr.trim().split('\n').at(-1)}`,
    early.status === 1 && /the database is older than this program: it lacks .*lachan migrate/.test(early.stderr),
    early.stdout + early.stderr,
  );
  const migrated = next('migrate', '--json');
  const done = migrated.status === 0 ? JSON.parse(migrated.stdout) : { applied: [], readModels: [] };
  check(
    `migrated under load: ${done.applied.map(({ set, file: name }) => `${set}/${name}`).join(', ')}; read models made: ${done.readModels.join(', ') || 'none'}`,
    migrated.status === 0 && done.applied.length > 0,
    migrated.stdout + migrated.stderr,
  );
  const backwards = old('migrate');
  check(
    `an old one cannot take it back: ${backwards.stderr.trim()}`,
    backwards.status === 1 && /it is older/.test(backwards.stderr),
    backwards.stdout + backwards.stderr,
  );

  const order = shuffled(services, random);
  const back = order[Math.floor(random() * order.length)];
  const between = (Number(values.seconds) * 1_000) / (services.length + 2);
  const restart = async (service, checkout, words) => {
    const from = { ...load.counts };
    const code = await estate.end(service);
    await estate.start(service, undefined, checkout);
    await pause(between);
    await goesOn(from, 'reports');
    const now = load.counts;
    const moved = Object.keys(now).map((kind) => `${now[kind] - from[kind]} ${kind}`);
    check(
      `${service} ${words}, ended with ${code}; meanwhile ${moved.join(', ')}`,
      code === 0 && now.reports > from.reports,
    );
  };
  for (const service of order) {
    await restart(service, after, 'is new');
    if (!long || service !== back) continue;
    await restart(service, before, 'is old again');
    await restart(service, after, 'is new again');
  }
  await estate.ready();
  await goesOn({ ...load.counts }, 'reports', 'decisions', 'answers');
  const counts = await load.halt();
  await journal.close();
  check(
    `${counts.reports} reports, ${counts.decisions} decisions, ${counts.answers} answers acknowledged, in the order ${order.join(', ')}`,
    load.errors.length === 0 && Object.values(counts).every((count) => count > 0),
    load.errors.slice(0, 3).join('; '),
  );
  // A key whose handler met a database that was busy comes again after two minutes at the latest.
  const verdict = await verdictOf(estate, 180_000, file);
  check(`the checker: ${verdict.line}`, verdict.status === 0, verdict.text);
  for (const [command, words] of [
    [['verify'], 'the log verifies'],
    [['rebuild', '--check'], 'every read model equals a rebuild'],
    ...(long ? [[['reconcile'], 'every block was offered to every provider in its scope']] : []),
  ]) {
    const { status, stdout, stderr } = next(...command);
    check(words, status === 0, `${stdout}${stderr}`.slice(0, 1500));
  }
  const { stdout: parked } = next('parked', '--json');
  check('nothing is parked', JSON.parse(parked).items.length === 0, parked.slice(0, 1500));
  if (!values.from) {
    writeFileSync(
      join(after, 'libs/event-store/sql/9002-later.sql'),
      '-- contracts: needs 9001\nalter table es.log drop column next;\n',
    );
    const contracted = next('migrate');
    const late = old('start', '--services', 'intake');
    check(
      `once something was taken away the old one says why not: ${late.stderr.trim().split('\n').at(-1)}`,
      contracted.status === 0 &&
        late.status === 1 &&
        /this program is older than the database: event-store\/9002-later/.test(late.stderr),
      contracted.stderr + late.stdout + late.stderr,
    );
  }
} catch (error) {
  check('old beside new', false, `${error.stack}\n${estate?.output() ?? ''}`);
} finally {
  await estate?.stop().catch(() => undefined);
}
console.log(`in ${((performance.now() - begun) / 1_000).toFixed(0)} s`);
endWithCount();
