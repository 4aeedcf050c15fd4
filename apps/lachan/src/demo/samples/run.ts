import type { CaseView, LegalBasisList, ReportAccepted, ReportView } from '#libs/contracts';
import type { Credentials } from '../credentials.js';
import { Refused } from '../http-caller.js';
import type { HttpCaller } from '../http-caller.js';
import { CaseWalk } from './case-walk.js';
import { gather } from './cast.js';
import type { Cast } from './cast.js';
import { OTHERS } from './others.js';
import type { OtherReport } from './others.js';
import { plannedCases } from './plan.js';
import type { PlannedCase, PlannedReport } from './plan.js';
import { providersAnswer } from './providers-answer.js';
import { reachTheChild } from './reach-the-child.js';

/** So many at once as an analysts' room would: enough to be quick, few enough to leave the machine to its owner. */
const AT_ONCE = 8;

const inTurns = async <T, R>(list: readonly T[], work: (item: T, index: number) => Promise<R>): Promise<R[]> => {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < list.length; index = next++) {
      const item = list[index];
      if (item !== undefined) results[index] = await work(item, index);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
};

export type Progress = (done: number, of: number) => void;

/** Retries of a start that was cut off find the same reports again. */
const keyOf = (...parts: readonly (string | number)[]): Record<string, string> => ({
  'idempotency-key': `mau-${parts.join('-')}`,
});

const send = async (cast: Cast, report: PlannedReport, key: Record<string, string>): Promise<ReportAccepted> => {
  const body = {
    urls: report.urls,
    note: report.note,
    province: report.side,
    ...(report.childAge !== undefined && { reporter: { childAge: report.childAge } }),
  };
  try {
    return await cast.door(report).call<ReportAccepted>('POST', '/reports', body, key);
  } catch (error) {
    // The public door lets only so many in from one address: the rest phone the hotline.
    if (!(error instanceof Refused) || error.status !== 429) throw error;
    return cast.door({ ...report, door: 'hotline' }).call<ReportAccepted>('POST', '/reports', body, key);
  }
};

/** The case a report was attached to, as the staff of its unit see it. */
const caseOf = async (who: HttpCaller, { reportId, position }: ReportAccepted): Promise<string> => {
  for (let turn = 0; turn < 60; turn += 1) {
    const report = await who.call<ReportView>('GET', `/reports/${reportId}?after=${String(position)}`);
    if (report.caseId !== undefined) return report.caseId;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`report ${reportId} was not attached to a case within 3 s`);
};

const walkPlanned = async (
  cast: Cast,
  planned: PlannedCase,
  index: number,
  bases: Map<string, string>,
): Promise<string> => {
  const analyst = cast.analyst[planned.side];
  const [first, ...more] = planned.reports;
  if (first === undefined) throw new Error('a planned case has a first report');
  const opened = await send(cast, first, keyOf(index, 0));
  const id = await caseOf(analyst, opened);
  for (const [nth, report] of more.entries()) await send(cast, report, keyOf(index, nth + 1));
  const { status } = await analyst.call<CaseView>('GET', `/cases/${id}`);
  if (status !== 'open') return id;
  const { action, category } = planned.topic;
  let basis = bases.get(`${action} ${category}`);
  if (basis === undefined) {
    const { items } = await analyst.call<LegalBasisList>('GET', `/legal-bases?action=${action}&category=${category}`);
    basis = items[0]?.id ?? '';
    bases.set(`${action} ${category}`, basis);
  }
  await new CaseWalk(cast, id, planned, basis).take();
  return id;
};

const other = async (cast: Cast, report: OtherReport, index: number): Promise<void> => {
  const { urls, note, helpNeeded, childInDanger, safeContact, childAge } = report;
  const key = keyOf('khac', index);
  const door = cast.door({ urls, note, side: 'lam-dong', door: 'unit' });
  const body = { urls, note, province: 'lam-dong', helpNeeded, childInDanger, safeContact };
  const accepted = await door.call<ReportAccepted>(
    'POST',
    '/reports',
    childAge === undefined ? body : { ...body, reporter: { childAge } },
    key,
  );
  if (report.end === 'left-open') return;
  const analyst = cast.analyst['lam-dong'];
  const id = await caseOf(analyst, accepted);
  if (report.end === 'support') return reachTheChild(cast.protection, id);
  const { status, version } = await analyst.call<CaseView>('GET', `/cases/${id}`);
  if (status !== 'open') return;
  const colleague = cast.colleague['lam-dong'];
  await colleague.call('POST', `/cases/${id}/claim`, {});
  await colleague.call(
    'POST',
    `/cases/${id}/dismiss`,
    { outcome: report.end, reason: 'Đã xem xét theo phạm vi bảo vệ trẻ em.' },
    { 'if-match': `"${String(version)}"` },
  );
};

/** Orders of the cases that end as closed are withdrawn once they are in force, and lifted by the providers. */
const withdraw = async (cast: Cast, closing: readonly [string, PlannedCase][]): Promise<void> => {
  for (const [id, { side }] of closing) {
    const approver = cast.approver[side];
    const { order, status } = await approver.call<CaseView>('GET', `/cases/${id}`);
    if (order === undefined || status !== 'in-force') continue;
    await approver.call('POST', `/orders/${order.id}/withdraw`, { reason: 'Nội dung đã được gỡ bỏ tại nguồn.' });
  }
};

/** Cases that turn out to be one: the first of their topic takes over, once it has come to rest itself. */
const merge = async (cast: Cast, ids: readonly [string, PlannedCase][]): Promise<void> => {
  for (const [id, { topic, side }] of ids.filter(([, { fate }]) => fate === 'merged')) {
    const into = ids.find(([, other]) => other.topic === topic)?.[0];
    const analyst = cast.analyst[side];
    const { status, version } = await analyst.call<CaseView>('GET', `/cases/${id}`);
    if (into === undefined || status !== 'open') continue;
    await analyst.call('POST', `/cases/${id}/merge`, { into }, { 'if-match': `"${String(version)}"` });
  }
};

/** Fills the demonstration: some 300 reports, about 120 cases in every state, through the commands everybody uses. */
export const runSamples = async (url: string, credentials: Credentials, progress: Progress): Promise<void> => {
  const cast = await gather(url, credentials);
  const planned = plannedCases();
  const total = planned.length + OTHERS.length;
  const bases = new Map<string, string>();
  let done = 0;
  const counted = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work;
    progress((done += 1), total);
    return result;
  };
  const ids = await inTurns(planned, async (plan, index): Promise<[string, PlannedCase]> => [
    await counted(walkPlanned(cast, plan, index, bases)),
    plan,
  ]);
  await inTurns(OTHERS, (report, index) => counted(other(cast, report, index)));
  await merge(cast, ids);
  const answers = new Map<string, 'enforce' | 'refuse'>();
  for (const { link, fate } of planned) {
    const { host } = new URL(link);
    if (fate === 'in-force' || fate === 'closed') answers.set(host, 'enforce');
    if (fate === 'refused-by-provider') answers.set(host, 'refuse');
  }
  const cursors = new Map<HttpCaller, string>();
  await providersAnswer(cast.providers, cursors, answers);
  await withdraw(
    cast,
    ids.filter(([, { fate }]) => fate === 'closed'),
  );
  await providersAnswer(cast.providers, cursors, answers);
};
