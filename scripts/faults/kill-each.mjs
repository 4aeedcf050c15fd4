// Services apart, under load: one process of each kind is killed at random, again and again; first each at a named point. Then the
// checker, and the checker again with faults that were planted.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from '../lib/checks.mjs';
import { client, signIn } from '../lib/instance.mjs';
import { startLoad } from './clients.mjs';
import { openJournal } from './journal.mjs';
import { shuffled, verdictOf } from './judging.mjs';
import { liar } from './liar.mjs';
import { startApart } from './services-apart.mjs';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Where each service dies by its own hand: between a commit and the answer, or around a handler's commit. */
const POINTS = [
  ['intake', 'reply=POST:/api/v1/reports:20', 'between the commit and the reply'],
  ['triage', 'commit-before=15', 'with a handler’s transaction before its commit'],
  ['triage', 'commit-after=15', 'right after a handler’s commit, before its checkpoint'],
  ['triage', 'reply=POST:/api/v1/cases/[^/]+/(notes|classify|propose|approve):2', 'between a decision and its answer'],
  ['dispatch', 'commit-before=6', 'with a handler’s transaction before its commit'],
  ['dispatch', 'reply=POST:/api/v1/requests/[^/]+/(acknowledge|enforced):2', 'between a provider’s answer and ours'],
  ['ledger', 'commit-before=10', 'with a read model’s batch before its commit'],
];

const killAtPoints = async (estate, points) => {
  for (const [service, fault, words] of points) {
    await estate.kill(service);
    await estate.start(service, fault);
    const end = performance.now() + 60_000;
    while (!estate.gone(service) && performance.now() < end) await pause(10);
    check(`${service} killed ${words}`, estate.gone(service), 'the point was not reached');
    if (!estate.gone(service)) await estate.kill(service);
    await estate.start(service);
  }
};

/** What a wrong clock would make happen before its time. */
const BEFORE_TIME = [
  'RequestOverdue',
  'LiftOverdue',
  'OrderExpired',
  'ClaimExpired',
  'ReferralOverdue',
  'SupportOverdue',
];

/**
 * One process after the other has a wrong clock and goes on with its work, and nothing falls due or ends before its time: that goes by the
 * database's clock. Afterwards its clock is right again.
 */
const shiftClocks = async (estate, load) => {
  const { reports, decisions, answers } = {
    reports: () => load.counts.reports,
    decisions: () => load.counts.decisions,
    answers: () => load.counts.answers,
  };
  for (const [service, fault, words, count] of [
    ['intake', 'clock=-1h', 'an hour behind', reports],
    ['triage', 'clock=-1h', 'an hour behind', decisions],
    ['triage', 'clock=+25h', '25 hours ahead', decisions],
    ['dispatch', 'clock=+25h', '25 hours ahead', answers],
  ]) {
    await estate.kill(service);
    await estate.start(service, fault);
    const before = count();
    const end = performance.now() + 60_000;
    while (count() < before + 4 && performance.now() < end) await pause(20);
    const done = count() - before;
    check(`${service} works with a clock ${words}: ${done} more`, done >= 4, load.errors.slice(0, 2).join('; '));
    await estate.kill(service);
    await estate.start(service);
  }
  const auditor = estate.credentials.users.find(({ role }) => role === 'auditor');
  const { cookie } = await signIn(estate.baseOf('directory'), auditor);
  const log = client(estate.baseOf('ledger'), { cookie });
  const early = (await log.ok('GET', `/audit/events?types=${BEFORE_TIME.join(',')}`)).split('\n').filter(Boolean);
  check('nothing fell due or ended before its time', early.length === 0, early.slice(0, 2).join('; '));
};

const killAtRandom = async (estate, { milliseconds, random }) => {
  const kills = Object.fromEntries(estate.kinds.map((kind) => [kind, 0]));
  const end = performance.now() + milliseconds;
  let round = [];
  while (performance.now() < end || Object.values(kills).includes(0)) {
    if (round.length === 0) round = shuffled(estate.kinds, random);
    const kind = round.pop();
    await pause(200 + random() * 800);
    await estate.kill(kind);
    kills[kind] += 1;
    await pause(random() * 500);
    await estate.start(kind);
  }
  return kills;
};

/** A client behind a liar, and a journal with two lines changed over: the checker must find each. */
const plant = async (estate, journal) => {
  const lying = await liar(estate.baseOf('intake'));
  const file = join(estate.folder, 'planted.ndjson');
  const planted = openJournal(file);
  const urlOf = (path) => (path.startsWith('/reports') ? lying.url : estate.urlOf(path));
  const { credentials } = estate;
  const load = await startLoad({
    urlOf,
    credentials,
    journal: planted,
    tag: 'doi',
    sequences: 1,
    caseWorkers: 0,
    providers: false,
    most: 10,
  });
  await pause(1_500);
  await load.halt();
  await planted.close();
  await lying.close();
  const lines = readFileSync(journal, 'utf8').split('\n').filter(Boolean);
  const sequence = lines
    .map((line) => JSON.parse(line))
    .find(({ acknowledged, sequence: s }) => acknowledged && /^sc-\d+$/.test(s)).sequence;
  const [one, other] = lines.flatMap((line, n) => {
    const entry = JSON.parse(line);
    return entry.acknowledged && entry.sequence === sequence ? [n] : [];
  });
  [lines[one], lines[other]] = [lines[other], lines[one]];
  const changed = join(estate.folder, 'changed.ndjson');
  writeFileSync(changed, `${lines.join('\n')}\n`);
  const verdict = verdictOf(estate, 2_000, changed, file);
  const [, lost, doubled, disorder] = verdict.numbers;
  console.log(
    `    planted: 1 report dropped, 1 sent on twice, 2 lines of a case changed over; the checker: ${verdict.line}`,
  );
  check('the checker catches the dropped report', lost === 2 && verdict.status === 1, verdict.text); // itself and its effect
  check('… the doubled one', doubled === 1, verdict.text);
  check('… and the changed order', disorder >= 1, verdict.text);
};

/** @param {{milliseconds: number, kafka?: boolean, points?: number, random: () => number}} options `points`: how many of them, drawn */
export const killEach = async ({ milliseconds, kafka = false, points = POINTS.length, random }) => {
  const estate = await startApart({ kafka });
  try {
    const file = join(estate.folder, 'journal.ndjson');
    const journal = openJournal(file);
    const load = await startLoad({ ...estate, journal, tag: 'sc' });
    await killAtPoints(estate, shuffled(POINTS, random).slice(0, points));
    if (milliseconds > 0) await shiftClocks(estate, load);
    const kills = await killAtRandom(estate, { milliseconds, random });
    await estate.ready();
    const counts = await load.halt();
    await journal.close();
    const list = Object.entries(kills)
      .map(([kind, times]) => `${kind} ${times}×`)
      .join(', ');
    check(`killed under load: ${list}`, load.errors.length === 0, load.errors.slice(0, 3).join('; '));
    check(
      `${counts.reports} reports, ${counts.decisions} decisions, ${counts.answers} answers acknowledged`,
      Object.values(counts).every((count) => count > 0),
    );
    const verdict = verdictOf(estate, 60_000, file);
    check(`the checker: ${verdict.line}`, verdict.status === 0, verdict.text);
    console.log(
      verdict.text
        .split('\n')
        .filter((line) => line.startsWith('  in the log'))
        .join('\n'),
    );
    for (const [command, words] of [
      [['verify'], 'the log verifies'],
      [['rebuild', '--check'], 'every read model equals a rebuild'],
      [['reconcile'], 'every block was offered to every provider in its scope'],
    ]) {
      const { status, stdout, stderr } = estate.cli(...command);
      check(words, status === 0, `${stdout}${stderr}`.slice(0, 1500));
    }
    await plant(estate, file);
  } catch (error) {
    check('killing each under load', false, `${error.stack}\n${estate.output()}`);
  } finally {
    await estate.stop();
  }
};
