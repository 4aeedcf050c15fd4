import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CaseHistory, CaseList, CaseSummary } from '#libs/contracts';
import { rebuildReadModels } from '#libs/messaging';
import pg from 'pg';
import { readModels } from '../src/index.js';
import { Ordered } from './ordered.js';
import { BOOT, TriageUnderTest } from './triage-under-test.js';

const GONE_AT = '2026-11-20T02:00:00.000Z';
const BACK_AT = '2026-11-24T07:30:00.000Z';

let under: TriageUnderTest;
beforeAll(async () => {
  under = await TriageUnderTest.start();
}, BOOT);
afterAll(() => under.close(), BOOT);

const inForce = async (): Promise<Ordered> => {
  const ordered = await Ordered.make(under);
  await ordered.say('nha-mang', 'RequestEnforced', { enforcedAt: '2026-11-02T00:00:00.000Z' });
  await ordered.status('in-force');
  return ordered;
};
const list = async (query: string, after: number): Promise<readonly CaseSummary[]> => {
  const { status, body, text } = await under.call<CaseList>('lan-analyst', `/cases?${query}&after=${String(after)}`);
  if (status !== 200) throw new Error(text);
  return body.items;
};
const idsOf = (items: readonly CaseSummary[]): string[] => items.map(({ id }) => id).sort();

describe('a recheck of a block in force', () => {
  it('is on the case, in the list and in the history, and the list can be asked for it', async () => {
    const [gone, moved, same] = [await inForce(), await inForce(), await inForce()];
    await gone.rechecked('gone', GONE_AT);
    const at = await moved.rechecked('moved', BACK_AT);

    const view = await under.case('lan-analyst', gone.caseId, at);
    expect(view.recheck).toEqual({ found: 'gone', since: GONE_AT });
    expect((await under.case('lan-analyst', same.caseId, at)).recheck).toBeUndefined();
    expect(idsOf(await list('recheck=any', at))).toEqual([gone.caseId, moved.caseId].sort());
    const [row, ...more] = await list('recheck=moved', at);
    expect([row?.id, row?.recheck, more]).toEqual([moved.caseId, { found: 'moved', since: BACK_AT }, []]);
    expect(await list('recheck=back', at)).toEqual([]);
    expect((await under.call('lan-analyst', '/cases?recheck=gone-away')).status).toBe(400);

    const { body } = await under.call<CaseHistory>('kien-auditor', `/cases/${gone.caseId}/events?limit=200`);
    expect(body.items.filter(({ type }) => type === 'BlockRechecked').map(({ data }) => data['found'])).toEqual([
      'gone',
    ]);
  });

  it('does not move the case’s version: whoever read it before may decide', async () => {
    const ordered = await inForce();
    const { version } = await under.case('lan-analyst', ordered.caseId);
    const at = await ordered.rechecked('gone', GONE_AT);
    expect((await under.case('lan-analyst', ordered.caseId, at)).version).toBe(version);
  });

  it('counts by what was found last, and not any more when the order is over', async () => {
    const ordered = await inForce();
    await ordered.rechecked('gone', GONE_AT);
    const back = await ordered.rechecked('back', BACK_AT);
    expect((await under.case('lan-analyst', ordered.caseId, back)).recheck).toEqual({ found: 'back', since: BACK_AT });
    const end = await ordered.end('OrderWithdrawn', 'withdrawn');
    expect((await under.case('lan-analyst', ordered.caseId, end)).recheck).toBeUndefined();
    expect(idsOf(await list('recheck=any', end))).not.toContain(ordered.caseId);
  });

  it('comes out of the log the same again', async () => {
    await under.settled();
    const admin = new pg.Pool({ connectionString: under.database.url, max: 3 });
    try {
      const results = await rebuildReadModels({
        adminPool: admin,
        storeOf: () => under.store('triage'),
        readModels: readModels.filter(({ name }) => name === 'triage.orders'),
        swap: false,
      });
      expect(results.map(({ different, error }) => [different, error])).toEqual([[0, undefined]]);
    } finally {
      await admin.end();
    }
  });
});
