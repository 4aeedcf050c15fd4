import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readWhole, statementsOf } from '#libs/testing';
import { LedgerUnderTest } from './ledger-under-test.js';

/** Enough that the planner would not read the table from end to end where an index serves. */
const TERMS = 50_000;

let under: LedgerUnderTest;
beforeAll(async () => {
  under = await LedgerUnderTest.start();
  const { pool } = under.database;
  await pool.query(
    `insert into ledger_trace.case_term (case_id, kind, term, first_position, first_at)
     select gen_random_uuid(), (array['target', 'person', 'order'])[1 + n % 3], 'tim-' || n / 9, n, now()
       from generate_series(1, ${String(TERMS)}) as n`,
  );
  await pool.query('analyze ledger_trace.case_term');
}, 120_000);
afterAll(() => under.close());

describe(`the auditor's search over ${String(TERMS)} terms`, () => {
  it.each(['target', 'person', 'order'])('by %s does not read the table from end to end', async (kind) => {
    const { database } = under.host.runtime('ledger');
    const statements = await statementsOf(database, () => under.call('auditor', `/audit/search?${kind}=tim-77`));
    const searches = statements.filter(({ text }) => text.includes('ledger_trace.case_term'));

    expect(searches).toHaveLength(1);
    for (const search of searches) expect(await readWhole(under.database.pool, search)).not.toContain('case_term');
  });
});
