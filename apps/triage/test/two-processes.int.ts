import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Running } from '#libs/process';
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
});
