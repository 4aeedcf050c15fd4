import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CaseList } from '#libs/contracts';
import { HA_NOI, LAM_DONG } from './world.js';
import { BOOT, TriageUnderTest } from './triage-under-test.js';

let under: TriageUnderTest;
beforeAll(async () => {
  under = await TriageUnderTest.start();
}, BOOT);
afterAll(() => under.close(), BOOT);

describe('a report reaches triage', () => {
  it('opens a case led by the unit that heard first, and the queue shows it', async () => {
    const caseId = await under.open({ url: 'https://mot.example.test/trang?utm_source=x' });
    await under.settled();

    const { body } = await under.call<CaseList>('lan-analyst', '/cases?q=mot.example.test');

    expect(body.items).toHaveLength(1);
    expect(body.items[0]).toMatchObject({ id: caseId, status: 'open', unit: LAM_DONG, reports: 1, priority: 'medium' });
    expect(body.items[0]?.target).toMatchObject({
      host: 'mot.example.test',
      defanged: 'hxxps://mot[.]example[.]test/trang?utm_source=x',
    });
    expect(body.items[0]?.due.map(({ step }) => step).sort()).toEqual(['claim', 'decide']);
  });

  it('attaches a second report of the same content, and its unit coordinates', async () => {
    const caseId = await under.open({ url: 'https://hai.example.test/a' });
    const second = await under.report({
      url: 'http://hai.example.test/a?fbclid=1#x',
      unit: HA_NOI,
      province: 'ha-noi',
    });

    expect(await under.caseOf(second)).toBe(caseId);
    expect(await under.case('hn-analyst', caseId)).toMatchObject({
      unit: LAM_DONG,
      coordinating: [HA_NOI],
      reports: 2,
    });
  });

  it('twenty reports of one target at once are one case with twenty reporters', async () => {
    const reports = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        under.report({
          url: 'https://dong.example.test/bai',
          unit: i % 2 ? LAM_DONG : HA_NOI,
          source: `s${String(i % 7)}`,
        }),
      ),
    );
    const cases = await Promise.all(reports.map((report) => under.caseOf(report)));

    expect(new Set(cases).size).toBe(1);
    const view = await under.case('kien-auditor', cases[0] ?? '');
    expect(view).toMatchObject({ reports: 20, sources: 7 });
    expect(view.priorityReasons).toContain('independent-sources');
  });

  it('a link that everybody reports takes what has come in a few appends, in order, each with its own cause', async () => {
    const url = 'https://lan.example.test/truyen';
    const caseId = await under.open({ url });
    const held = await under.database.pool.connect();
    const reports: string[] = [];
    try {
      await held.query(`begin; select 1 from messaging.checkpoint where subscription = 'triage.reports' for update`);
      for (let n = 0; n < 40; n += 1) reports.push(await under.report({ url, unit: HA_NOI, source: `n${String(n)}` }));
      await held.query('commit');
    } finally {
      held.release();
    }
    await under.caseOf(reports.at(-1) ?? '');

    const attached = (await under.events('ReportAttached')).filter(({ data }) => data.caseId === caseId).slice(1);
    expect(attached.map(({ data }) => data.report.reportId)).toEqual(reports);
    const linked = (await under.events('TargetReported')).filter(({ data }) => reports.includes(data.reportId));
    expect(attached.map(({ causationId }) => causationId)).toEqual(linked.map(({ id }) => id));
    const { rows } = await under.database.pool.query<{ appends: number }>(
      `select count(distinct xmin::text)::int as appends from es.log where position between $1 and $2`,
      [attached[0]?.position, attached.at(-1)?.position],
    );
    expect(rows[0]?.appends).toBeLessThanOrEqual(5);
  });

  it('leads a public report by the unit of its province, or of the province that took it over', async () => {
    const old = await under.caseOf(await under.report({ url: 'https://cu.example.test/a', province: 'dak-nong' }));
    const none = await under.caseOf(await under.report({ url: 'https://khong.example.test/a' }));

    expect((await under.case('kien-auditor', old)).unit).toBe('to-dak-nong');
    // The successor answers for what the predecessor led.
    expect((await under.case('lan-analyst', old)).unit).toBe('to-dak-nong');
    expect((await under.case('kien-auditor', none)).unit).toBe('to-dak-nong');
  });

  it('a school reports, the monitoring team of its province leads and the school coordinates', async () => {
    const caseId = await under.open({ unit: 'truong-thpt' });

    expect(await under.case('lan-analyst', caseId)).toMatchObject({ unit: LAM_DONG, coordinating: ['truong-thpt'] });
  });

  it('a link that cannot be read is a case of its own', async () => {
    const caseId = await under.open({
      target: { state: 'unparseable', raw: 'không phải đường dẫn', reason: 'not-an-address' },
    });

    expect((await under.case('lan-analyst', caseId)).target).toMatchObject({ state: 'unparseable', url: null });
  });
});

describe('a plea for help', () => {
  it('opens support at once beside the case of its link', async () => {
    const caseId = await under.open({ helpNeeded: true, childInDanger: true });
    const [support] = await under.until(async () => {
      const found = (await under.events('SupportRequested')).filter(({ data }) => data.caseId === caseId);
      return found.length > 0 ? found : undefined;
    });

    expect(support?.data).toMatchObject({ unit: 'bao-tro-lam-dong', childInDanger: true });
    expect(await under.case('lan-analyst', caseId)).toMatchObject({ plea: true, priority: 'critical' });
  });

  it('without any link is a case too', async () => {
    const report = await under.report({ helpNeeded: true, unit: LAM_DONG });
    const caseId = await under.caseOf(report);

    expect((await under.case('lan-analyst', caseId)).target.state).toBe('none');
    await under.until(async () =>
      (await under.events('SupportRequested')).find(({ data }) => data.reportId === report),
    );
  });
});
