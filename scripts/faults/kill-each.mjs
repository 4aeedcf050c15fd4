// Services apart, under load: one process of each kind is killed at random, again and again; first each at a named point. Then the
// checker, and the checker again with faults that were planted.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from '../lib/checks.mjs';
import { startLoad } from './clients.mjs';
import { openJournal } from './journal.mjs';
import { shuffled, verdictOf } from './judging.mjs';
import { forgetful, liar } from './liar.mjs';
import { startApart } from './services-apart.mjs';
import { nothingBeforeItsTime, plantEarlyTimers, shiftEach, shiftTwo } from './wrong-clocks.mjs';

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

/** A point is reached when the load comes by it, which takes a busy machine its time (ms). */
const POINT_WITHIN = 180_000;

const killAtPoint = async (estate, [service, fault, words]) => {
  await estate.kill(service);
  await estate.start(service, fault);
  const end = performance.now() + POINT_WITHIN;
  while (!estate.gone(service) && performance.now() < end) await pause(10);
  check(`${service} killed ${words}`, estate.gone(service), 'the point was not reached');
  if (!estate.gone(service)) await estate.kill(service);
  await estate.start(service);
};

/** Every point, one after the other, and every wrong clock. */
const long = async (estate, load, { milliseconds, random }) => {
  for (const point of POINTS) await killAtPoint(estate, point);
  await shiftEach(estate, load);
  return killAtRandom(estate, { milliseconds, random });
};

/**
 * Three services at a point each, at once; two with wrong clocks, which their death puts right; then each kind once, services two and three
 * at a time. All drawn.
 */
const short = async (estate, load, { random }) => {
  const ofEach = new Map(shuffled(POINTS, random).map((point) => [point[0], point]));
  await Promise.all([...ofEach.values()].slice(0, 3).map((point) => killAtPoint(estate, point)));
  await shiftTwo(estate, load, random);
  const services = shuffled(estate.services, random);
  const rest = estate.kinds.filter((kind) => !services.includes(kind));
  for (const together of [...rest.map((kind) => [kind]), services.slice(0, 2), services.slice(2)]) {
    await pause(200 + random() * 300);
    await Promise.all(together.map((kind) => estate.kill(kind)));
    await Promise.all(together.map((kind) => estate.start(kind)));
  }
  return Object.fromEntries(estate.kinds.map((kind) => [kind, 1]));
};

/** A client behind a liar, a ledger that keeps a request back, a journal with two lines changed over: the checker must find each. */
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
  const ledger = await forgetful(estate.baseOf('ledger'), 'RequestQueued');
  const baseOf = (service) => (service === 'ledger' ? ledger.url : estate.baseOf(service));
  const verdict = await verdictOf({ ...estate, baseOf }, 2_000, changed, file);
  await ledger.close();
  const [, lost, doubled, disorder] = verdict.numbers;
  console.log(
    `    planted: 1 report dropped, 1 sent on twice, 1 request kept back, 2 lines of a case changed over; the checker: ${verdict.line}`,
  );
  check('the checker catches the dropped report and the request', lost === 3 && verdict.status === 1, verdict.text); // a report and its effect
  check('… the doubled one', doubled === 1, verdict.text);
  check('… and the changed order', disorder >= 1, verdict.text);
};

/** @param {{milliseconds?: number, kafka?: boolean, random: () => number}} options without a time: the short form, which draws */
export const killEach = async ({ milliseconds, kafka = false, random }) => {
  const estate = await startApart({ kafka });
  try {
    const file = join(estate.folder, 'journal.ndjson');
    const journal = openJournal(file);
    const load = await startLoad({ ...estate, journal, tag: 'sc' });
    const kills = await (milliseconds === undefined ? short : long)(estate, load, { milliseconds, random });
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
    const verdict = await verdictOf(estate, 60_000, file);
    check(`the checker: ${verdict.line}`, verdict.status === 0, verdict.text);
    console.log(
      verdict.text
        .split('\n')
        .filter((line) => /^ {2}(in the log|\d+ offers)/.test(line))
        .join('\n'),
    );
    await nothingBeforeItsTime(estate);
    for (const [command, words] of [
      [['verify'], 'the log verifies'],
      [['rebuild', '--check'], 'every read model equals a rebuild'],
      [['reconcile'], 'every block was offered to every provider in its scope'],
    ]) {
      const { status, stdout, stderr } = estate.cli(...command);
      check(words, status === 0, `${stdout}${stderr}`.slice(0, 1500));
    }
    await plant(estate, file);
    await plantEarlyTimers(estate);
  } catch (error) {
    check('killing each under load', false, `${error.stack}\n${estate.output()}`);
  } finally {
    await estate.stop();
  }
};
