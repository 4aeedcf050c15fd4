// Services whose clock is an hour behind or 25 hours ahead go on with their work, and nothing falls due or ends before its time: that goes
// by the database's clock, which every process looks at.
import { check } from '../lib/checks.mjs';
import { client, signIn, until } from '../lib/instance.mjs';
import { CHANNEL, UNIT } from './clients.mjs';
import { shuffled } from './judging.mjs';

/** Service, how wrong, in words, and what of the load it does: of that there must be more. */
const WRONG = [
  ['intake', 'clock=-1h', 'an hour behind', 'reports'],
  ['triage', 'clock=-1h', 'an hour behind', 'decisions'],
  ['triage', 'clock=+25h', '25 hours ahead', 'decisions'],
  ['dispatch', 'clock=+25h', '25 hours ahead', 'answers'],
];

/** What a wrong clock would make happen before its time; the ledger refuses a type that there is none of. */
const BEFORE_TIME = [
  'RequestOverdue',
  'LiftOverdue',
  'OrderExpired',
  'ClaimExpired',
  'ReferralOverdue',
  'SupportOverdue',
];

/** So many more must be done with a wrong clock. */
const MORE = 4;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const shift = async (estate, load, [service, fault, words, kind]) => {
  await estate.kill(service);
  await estate.start(service, fault);
  const before = load.counts[kind];
  const end = performance.now() + 60_000;
  while (load.counts[kind] < before + MORE && performance.now() < end) await pause(20);
  const done = load.counts[kind] - before;
  const detail = load.errors.slice(0, 2).join('; ');
  check(`${service} works with a clock ${words}: ${done} ${kind} more`, done >= MORE, detail);
};

/** One process after the other has a wrong clock, and then a right one again. */
export const shiftEach = async (estate, load) => {
  for (const wrong of WRONG) {
    await shift(estate, load, wrong);
    await estate.kill(wrong[0]);
    await estate.start(wrong[0]);
  }
};

/** Two services at once, drawn, one behind and one ahead: they stay so until somebody kills them. */
export const shiftTwo = async (estate, load, random) => {
  const [one] = shuffled(WRONG, random);
  const other = shuffled(WRONG, random).find(([service, fault]) => service !== one[0] && fault !== one[1]);
  await Promise.all([one, other].map((wrong) => shift(estate, load, wrong)));
};

/** What the log has that only time brings. */
const early = async (estate) => {
  const auditor = estate.credentials.users.find(({ role }) => role === 'auditor');
  const { cookie } = await signIn(estate.baseOf('directory'), auditor);
  const log = client(estate.baseOf('ledger'), { cookie });
  return (await log.ok('GET', `/audit/events?types=${BEFORE_TIME.join(',')}`)).split('\n').filter(Boolean);
};

/** Asked once everything is over: the log has no event that only time brings. */
export const nothingBeforeItsTime = async (estate) => {
  const found = await early(estate);
  check('nothing fell due or ended before its time', found.length === 0, found.slice(0, 2).join('; '));
};

/** Planted: a claim, and timers that go by a clock 25 hours ahead. What `nothingBeforeItsTime` asks for must then be there. */
export const plantEarlyTimers = async (estate) => {
  const { keys, users } = estate.credentials;
  const key = keys.find(({ name }) => name === CHANNEL);
  const analyst = users.find(({ role, unit }) => role === 'analyst' && unit === UNIT);
  const channel = client(estate.baseOf('intake'), key);
  const { reportId } = await channel.ok('POST', '/reports', {
    urls: ['http://dong-ho.example.test/'],
    note: 'Đồng hồ.',
  });
  const opened = async () => (await channel.ok('GET', `/reports/${reportId}`)).caseId;
  const id = await until('the report to have its case', opened);
  const { cookie } = await signIn(estate.baseOf('directory'), analyst);
  await client(estate.baseOf('triage'), { cookie }).ok('POST', `/cases/${id}/claim`, {});
  await estate.kill('triage');
  await estate.start('triage', 'due=+25h');
  const found = await until('something before its time', async () => (await early(estate)).length).catch(() => 0);
  check('… and timers that go by a clock of their own', found > 0, 'a claim of a minute ago did not end');
};
