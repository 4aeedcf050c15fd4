import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventData } from '#libs/contracts';
import type { AppendRequest, RecordedEvent } from '#libs/event-store';
import { reportOf, type ReportOptions } from './reports.js';
import { BOOT, TriageUnderTest } from './triage-under-test.js';

/** Rows of the list, and how many go to the log at once: as an import appends them. */
const LIST = 3_000;
const BATCH = 500;

let under: TriageUnderTest;
beforeAll(async () => {
  under = await TriageUnderTest.start();
}, BOOT);
afterAll(() => under.close(), BOOT);

const streamOf = (options: ReportOptions): AppendRequest['streams'][number] => {
  const { reportId, events } = reportOf(options);
  return { stream: `report-${reportId}`, expectedVersion: 0, events };
};

async function reportList(rows: number): Promise<void> {
  for (let from = 0; from < rows; from += BATCH) {
    const streams = Array.from({ length: BATCH }, (_, n) =>
      streamOf({ url: `https://dong-${String(from + n)}.example.test/`, unit: 'to-lam-dong' }),
    );
    await under.store('intake').append({ streams });
  }
}

type Support = RecordedEvent<'SupportRequested', EventData<'SupportRequested'>>;

async function supported(reportId: string): Promise<Support> {
  return under.until(async () => (await under.events('SupportRequested')).find((e) => e.data.reportId === reportId));
}

/** How many rows of the list became a case before the log had the plea, and how many between it and somebody who answers for it. */
async function openedAround(plea: string, support: Support): Promise<{ before: number; between: number }> {
  const received = (await under.events('ReportReceived')).find(({ stream }) => stream === `report-${plea}`);
  if (received === undefined) throw new Error('the plea is in the log');
  const opened = (await under.events('CaseOpened')).filter(({ data }) => data.caseId !== support.data.caseId);
  const before = opened.filter(({ position }) => position < received.position).length;
  const until = opened.filter(({ position }) => position < support.position).length;
  return { before, between: until - before };
}

describe('a plea while a long list is being followed', () => {
  it('is a case with somebody who answers for it while most of the list still waits', async () => {
    await reportList(LIST);
    const plea = await under.report({ url: 'https://khan.example.test/', unit: 'to-lam-dong', helpNeeded: true });

    const support = await supported(plea);

    const { before, between } = await openedAround(plea, support);
    expect(between).toBeLessThan((LIST - before) / 2);
    expect(await under.caseOf(plea)).toBe(support.data.caseId);
  }, 60_000);

  it('comes before an earlier report of the same target, which then joins its case', async () => {
    const url = 'https://dong-cuoi.example.test/';
    await reportList(BATCH);
    const inTheList = await under.report({ url, unit: 'to-lam-dong' });
    const plea = await under.report({ url, unit: 'to-lam-dong', helpNeeded: true });

    const { data } = await supported(plea);

    expect(await under.caseOf(inTheList)).toBe(data.caseId);
    const attached = (await under.events('ReportAttached')).filter(({ data: { caseId } }) => caseId === data.caseId);
    expect(attached.map(({ data: { report } }) => report.reportId)).toEqual([plea, inTheList]);
  }, 120_000);

  it('with two links has each brought once, one by each lane', async () => {
    const { reportId, events } = reportOf({
      url: 'https://hai-a.example.test/',
      unit: 'to-lam-dong',
      helpNeeded: true,
    });
    const second = reportOf({ url: 'https://hai-b.example.test/', unit: 'to-lam-dong' }).events[1];
    if (second === undefined) throw new Error('a report with a link has two events');
    const other = { ...second, data: { ...(second.data as object), reportId, index: 1 } };
    const stream = { stream: `report-${reportId}`, expectedVersion: 0, events: [...events, other] };
    await under.store('intake').append({ streams: [stream] });

    await under.until(async () => ((await casesOf(reportId)).length === 2 ? true : undefined));
    await under.settled('triage.reports', 'triage.pleas');

    expect(new Set(await casesOf(reportId)).size).toBe(2);
    expect(await casesOf(reportId)).toHaveLength(2);
  }, 120_000);
});

const casesOf = async (reportId: string): Promise<string[]> =>
  (await under.events('ReportAttached')).filter((e) => e.data.report.reportId === reportId).map((e) => e.data.caseId);
