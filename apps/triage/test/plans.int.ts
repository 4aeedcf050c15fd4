import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CaseList } from '#libs/contracts';
import { readWhole, statementsOf } from '#libs/testing';
import { BOOT, TriageUnderTest } from './triage-under-test.js';

/** Enough that the planner would not read the table from end to end where an index serves. */
const CASES = 20_000;
/** The table that grows with every report. */
const GROWING = 'queue_case';

let under: TriageUnderTest;
beforeAll(async () => {
  under = await TriageUnderTest.start();
  await under.open();
  await under.settled('triage.queue');
  const { pool } = under.database;
  await pool.query(
    `insert into triage_queue.queue_case
     select (jsonb_populate_record(q, jsonb_build_object('case_id', gen_random_uuid(), 'opened_at', now() - n * interval '1 s',
              'unit', case when n % 10 = 0 then q.unit else 'don-vi-' || n % 50 end, 'content_keys', array['k' || n],
              'hosts', array['h' || n], 'domains', array['d' || n], 'search', 'trang ' || md5(n::text), 'reports', n % 7,
              'status', case when n % 5 = 0 then 'open' else 'closed' end, 'priority_rank', n % 4,
              'due_at', case when n % 100 = 0 then now() - interval '1 hour' else now() + interval '7 days' end))).*
       from triage_queue.queue_case as q, generate_series(1, ${String(CASES)}) as n`,
  );
  await pool.query('analyze triage_queue.queue_case');
}, BOOT);
afterAll(() => under.close(), BOOT);

describe(`the queue of ${String(CASES)} cases`, () => {
  it.each([
    ['lan-analyst', ''],
    ['lan-analyst', 'status=open'],
    ['lan-analyst', 'status=open&sort=newest'],
    ['lan-analyst', 'sort=oldest'],
    ['lan-analyst', 'status=open&sort=due'],
    ['lan-analyst', 'sort=reports'],
    ['lan-analyst', 'overdue=true'],
    ['lan-analyst', 'q=trang%20c4ca4238'],
    ['kien-auditor', ''],
    ['kien-auditor', 'sort=newest'],
    ['kien-auditor', 'q=c4ca4238'],
  ])('is paged for %s with "%s" without reading the table from end to end', async (who, query) => {
    const { database } = under.host.runtime('triage');
    let cursor: string | undefined;
    const statements = await statementsOf(database, async () => {
      for (let page = 0; page < 2; page += 1) {
        const more = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
        const { status, body, text } = await under.call<CaseList>(who, `/cases?limit=20&${query}${more}`);
        if (status !== 200) throw new Error(text);
        if (body.cursor === undefined) break;
        ({ cursor } = body);
      }
    });
    const ofQueue = statements.filter(({ text }) => text.includes(GROWING) && text.includes('order by'));

    expect(ofQueue.length).toBeGreaterThan(0);
    for (const statement of ofQueue) expect(await readWhole(under.database.pool, statement)).not.toContain(GROWING);
  });

  it('is not looked at beyond what is overdue when that fills the page', async () => {
    const { database } = under.host.runtime('triage');
    const statements = await statementsOf(database, () => under.call('lan-analyst', '/cases?limit=20'));
    const page = statements.find(({ text }) => text.includes('lane_1'));
    const { rows } = await under.database.pool.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(
      `explain (analyze, format json) ${page?.text ?? ''}`,
      [...(page?.values ?? [])],
    );
    const nodes = rows.flatMap((row) => all(row['QUERY PLAN'][0].Plan));
    const looked = (lane: string): boolean[] =>
      nodes
        .filter((node) => node['Subplan Name'] === `CTE ${lane}`)
        .flatMap(all)
        .filter((node) => node['Relation Name'] === GROWING)
        .map((node) => node['Actual Loops'] > 0);

    expect(looked('lane_0')).toContain(true);
    expect(looked('lane_1').length).toBeGreaterThan(0);
    expect(looked('lane_1')).not.toContain(true);
  });
});

interface Node {
  readonly 'Subplan Name'?: string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Loops': number;
  readonly Plans?: readonly Node[];
}

/** A node of a plan and everything below it. */
const all = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(all)];
