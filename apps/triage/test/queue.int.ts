import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BulkResult, CaseList, CaseStats } from '#libs/contracts';
import { HA_NOI } from './world.js';
import { BOOT, TriageUnderTest } from './triage-under-test.js';

let under: TriageUnderTest;
beforeAll(async () => {
  under = await TriageUnderTest.start();
}, BOOT);
afterAll(() => under.close(), BOOT);

const list = async (who: string, query = ''): Promise<string[]> => {
  await under.settled('triage.queue');
  const { status, body, text } = await under.call<CaseList>(who, `/cases?${query}`);
  if (status !== 200) throw new Error(text);
  return body.items.map(({ id }) => id);
};

describe('the queue', () => {
  it('shows a unit its own and coordinated cases, the auditor all', async () => {
    const url = 'https://chung.example.test/a';
    const shared = await under.open({ url });
    const foreign = await under.open({ unit: HA_NOI, province: 'ha-noi' });
    await under.caseOf(await under.report({ url, unit: HA_NOI }));

    expect(await list('lan-analyst')).toEqual([shared]);
    expect((await list('hn-analyst')).sort()).toEqual([shared, foreign].sort());
    expect((await list('kien-auditor')).sort()).toEqual([shared, foreign].sort());
    expect(await list('hn-analyst', `unit=${HA_NOI}`)).toEqual([foreign]);
    expect(await list('hn-analyst', 'province=lam-dong')).toEqual([shared]);
  });

  it('orders by urgency: overdue first, then priority, then age', async () => {
    const low = await under.open({ category: 'age-inappropriate', unit: HA_NOI });
    const critical = await under.open({ category: 'csam', unit: HA_NOI });
    const late = await under.open({ category: 'age-inappropriate', unit: HA_NOI });
    await under.settled('triage.queue');
    // The moment a step is due is data of the row; a clock that stands two hours later would move every row.
    await under.database.pool.query(
      `update triage_queue.queue_case set due_at = now() - interval '1 minute',
              due = jsonb_build_array(jsonb_build_object('step', 'claim', 'unit', unit, 'at', '2026-01-01T00:00:00.000Z'))
        where case_id = $1`,
      [late],
    );

    const order = await list('hn-analyst', 'status=open');
    expect(order.filter((id) => [low, critical, late].includes(id))).toEqual([late, critical, low]);
    expect(await list('hn-analyst', 'overdue=true')).toEqual([late]);
    expect(await list('hn-analyst', 'overdue=false')).not.toContain(late);
    const { body } = await under.call<CaseStats>('hn-analyst', '/stats');
    expect(body).toMatchObject({ overdue: 1, overdueBySteps: { claim: 1 } });
  });

  it.each(['urgency', 'newest', 'oldest', 'due', 'reports'])(
    'pages by %s without skipping or repeating',
    async (sort) => {
      if (sort === 'urgency') await Promise.all(Array.from({ length: 9 }, () => under.open()));
      const whole = await list('kien-auditor', `sort=${sort}&limit=200`);

      const seen: string[] = [];
      let cursor = '';
      do {
        const { body } = await under.call<CaseList>('kien-auditor', `/cases?sort=${sort}&limit=4${cursor}`);
        seen.push(...body.items.map(({ id }) => id));
        cursor = body.cursor === undefined ? '' : `&cursor=${body.cursor}`;
      } while (cursor !== '');

      expect(seen).toEqual(whole);
      expect(new Set(seen).size).toBe(seen.length);
    },
  );

  it('refuses the cursor of another person and of another order, and unknown filters', async () => {
    const { body } = await under.call<CaseList>('kien-auditor', '/cases?limit=1');
    const cursor = body.cursor ?? '';

    const foreign = await under.call('lan-analyst', `/cases?limit=1&cursor=${cursor}`);
    const other = await under.call('kien-auditor', `/cases?limit=1&sort=newest&cursor=${cursor}`);
    const unknown = await under.call('lan-analyst', '/cases?mau=do');

    expect([foreign.body.code, other.body.code]).toEqual(['invalid-cursor', 'invalid-cursor']);
    expect([unknown.status, unknown.body.code]).toEqual([400, 'invalid-request']);
  });

  it('filters by category, status, claim and text', async () => {
    const host = 'loc.example.test';
    const caseId = await under.open({ url: `https://${host}/tim-thay` });
    await under.ok('lan-analyst', caseId, 'claim');
    await under.ok('lan-analyst', caseId, 'classify', { category: 'bullying' });

    expect(await list('lan-analyst', 'category=bullying')).toEqual([caseId]);
    expect(await list('lan-analyst', 'category=bullying&category=csam&status=open&status=closed')).toEqual([caseId]);
    expect(await list('lan-analyst', 'claimedBy=me')).toEqual([caseId]);
    expect(await list('minh-analyst', 'claimedBy=lan-analyst')).toEqual([caseId]);
    expect(await list('minh-analyst', 'claimedBy=nobody')).not.toContain(caseId);
    expect(await list('lan-analyst', `q=${host}`)).toEqual([caseId]);
    expect(await list('lan-analyst', 'q=bat+nat+tre+em')).toEqual([caseId]);
  });

  it('waits for what the caller just did', async () => {
    const caseId = await under.open();
    const done = await under.ok('lan-analyst', caseId, 'claim');

    const { body } = await under.call<CaseList>('lan-analyst', `/cases?claimedBy=me&after=${String(done.position)}`);

    expect(body.items.map(({ id }) => id)).toContain(caseId);
    expect(body.stale).toBeUndefined();
    const ahead = await under.call<CaseList>('lan-analyst', '/cases?after=900000000');
    expect(ahead.body.stale).toBe(true);
  });
});

describe('bulk', () => {
  it('does the same for many and says for each what became of it', async () => {
    const [mine, second] = [await under.open(), await under.open()];
    const foreign = await under.open({ unit: HA_NOI, province: 'ha-noi' });
    const cases = [mine, foreign, second].map((id) => ({ id }));

    const { status, body } = await under.call<BulkResult>('lan-analyst', '/cases/bulk', {
      body: { command: 'claim', cases, body: {} },
    });

    expect(status).toBe(200);
    expect(body).toMatchObject({ done: 2, refused: 1 });
    expect(body.items.map(({ id, ok, code }) => [id, ok, code])).toEqual([
      [mine, true, undefined],
      [foreign, false, 'foreign-unit'],
      [second, true, undefined],
    ]);
    expect(body.position).toBe(Math.max(...body.items.map((item) => item.position ?? 0)));
  });

  it('never approves and never blocks a host or a domain, and keeps the attempt', async () => {
    const caseId = await under.open();
    await under.ok('lan-analyst', caseId, 'claim');
    const { version } = await under.ok('lan-analyst', caseId, 'classify', { category: 'social-vice' });
    const block = {
      action: 'block-host',
      category: 'social-vice',
      legalBasis: 'luat-tre-em-2016',
      reasons: 'xxx',
      expiresInDays: 5,
    };

    const answers = await Promise.all(
      [
        { command: 'approve', cases: [{ id: caseId, version }], body: { digest: 'x' } },
        { command: 'propose', cases: [{ id: caseId, version }], body: block },
        { command: 'propose', cases: [{ id: caseId, version }], body: { ...block, action: 'block-domain' } },
      ].map((body) => under.call<BulkResult>('lan-analyst', '/cases/bulk', { body })),
    );

    expect(answers.map(({ body }) => body.items[0]?.code)).toEqual(['not-in-bulk', 'not-in-bulk', 'not-in-bulk']);
    expect((await under.case('lan-analyst', caseId)).status).toBe('open');
    const attempts = (await under.events('AttemptRefused')).filter(({ data }) => data.caseId === caseId);
    expect(attempts.map(({ data }) => data.attempt).sort()).toEqual(['bulk-approve', 'bulk-propose', 'bulk-propose']);
  });

  it('takes at most 500 cases, and decisions need the version that was read', async () => {
    const caseId = await under.open();
    const many = Array.from({ length: 501 }, () => ({ id: caseId }));

    const tooMany = await under.call('lan-analyst', '/cases/bulk', {
      body: { command: 'claim', cases: many, body: {} },
    });
    const blind = await under.call<BulkResult>('lan-analyst', '/cases/bulk', {
      body: { command: 'classify', cases: [{ id: caseId }], body: { category: 'bullying' } },
    });

    expect(tooMany.status).toBe(400);
    expect(blind.body.items[0]?.code).toBe('version-required');
  });
});
