import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Running } from '#libs/process';
import { Scheduler } from '../src/timers/scheduler.js';
import { BOOT, TriageUnderTest } from './triage-under-test.js';

let under: TriageUnderTest;
let other: Running;
beforeAll(async () => {
  under = await TriageUnderTest.start();
  other = await under.second();
}, BOOT);
afterAll(async () => {
  await other.close();
  await under.close();
}, BOOT);

describe('two processes of triage on one database', () => {
  it('bring thirty reports of one target to one case', async () => {
    const reports = await Promise.all(
      Array.from({ length: 30 }, () => under.report({ url: 'https://hai-may.example.test/a' })),
    );

    const cases = await Promise.all(reports.map((report) => under.caseOf(report)));

    expect(new Set(cases).size).toBe(1);
    const attached = (await under.events('ReportAttached')).map(({ data }) => data.report.reportId);
    expect(attached.sort()).toEqual([...reports].sort());
  });

  it('give a claim to one of two people, each asking another process', async () => {
    const caseId = await under.open();

    const answers = await Promise.all([
      under.call('lan-analyst', `/cases/${caseId}/claim`, { body: {} }),
      under.call('minh-analyst', `/cases/${caseId}/claim`, { body: {}, at: other.url }),
    ]);

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('never hand the same next case to two people', async () => {
    await Promise.all(Array.from({ length: 8 }, () => under.open()));
    await under.settled('triage.queue');

    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        under.call(i % 2 ? 'lan-analyst' : 'minh-analyst', '/cases/next', {
          body: {},
          ...(i % 2 ? {} : { at: other.url }),
        }),
      ),
    );

    const given = answers.map(({ body }) => body['id']);
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
    expect(new Set(given).size).toBe(8);
  });

  it('let thirty claims lapse with a scheduler each: every one expires, once', async () => {
    const cases = await Promise.all(Array.from({ length: 30 }, () => under.open()));
    await Promise.all(cases.map((caseId) => under.ok('lan-analyst', caseId, 'claim')));
    await under.settled('triage.due');
    const late = new Date(Date.now() + 31 * 60_000);
    const schedulers = [under.running, other].map(({ app }) => app.get(Scheduler, { strict: false }));

    const taken = await Promise.all(schedulers.map((scheduler) => scheduler.round(late)));
    await under.settled('triage.due');
    await Promise.all(schedulers.map((scheduler) => scheduler.round(late)));

    const expired = (await under.events('ClaimExpired')).map(({ data }) => data.caseId);
    expect(expired.filter((caseId) => cases.includes(caseId)).sort()).toEqual([...cases].sort());
    expect(taken.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(30);
  });
});
