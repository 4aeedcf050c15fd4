import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rebuildReadModels } from '#libs/messaging';
import pg from 'pg';
import { readModels } from '../src/index.js';
import { event } from './reports.js';
import { BOOT, TriageUnderTest } from './triage-under-test.js';
import { BASIS, HA_NOI } from './world.js';

let under: TriageUnderTest;
let admin: pg.Pool;
beforeAll(async () => {
  under = await TriageUnderTest.start();
  admin = new pg.Pool({ connectionString: under.database.url, max: 3 });
}, BOOT);
afterAll(async () => {
  await admin.end();
  await under.close();
}, BOOT);

/** Cases in several states, a merge, a hand-over, a plea, and a deadline that changes half-way. */
async function work(): Promise<void> {
  const [one, two, three] = [await under.open(), await under.open({ helpNeeded: true }), await under.open()];
  await under.ok('lan-analyst', one, 'claim');
  await under.ok('lan-analyst', one, 'classify', { category: 'social-vice' });
  const body = {
    action: 'block-host',
    category: 'social-vice',
    legalBasis: BASIS,
    reasons: 'Đánh bạc.',
    expiresInDays: 9,
  };
  const { digest } = await under.ok('lan-analyst', one, 'propose', body);
  await under.append('directory', 'register-deadline.han-approve', [
    event('EntryApproved', {
      kind: 'deadline',
      entry: 'han-approve',
      changeId: '0190a000-0000-7000-8000-000000000001',
      proposedBy: 'qt-1',
      approvedBy: 'qt-2',
      human: 'h-qt-2',
      unit: 'van-hanh',
      personal: null,
      value: {
        validFrom: '2020-01-01T00:00:00.000Z',
        validTo: null,
        step: 'approve',
        priority: null,
        minutes: 5,
        source: 'x',
      },
    }),
  ]);
  await under.ok('hoa-approver', one, 'approve', { digest });
  await under.ok('lan-analyst', two, 'claim');
  await under.ok('lan-analyst', two, 'classify', { category: 'grooming' });
  await under.ok('lan-analyst', two, 'notes', { visibility: 'internal', text: 'Đã gọi.' });
  await under.ok('minh-analyst', three, 'claim');
  await under.ok('minh-analyst', three, 'merge', { into: two });
  const four = await under.open();
  await under.ok('lan-analyst', four, 'assign', { unit: HA_NOI, reason: 'Thuộc Hà Nội.' });
  await under.settled();
}

const rebuild = () =>
  rebuildReadModels({ adminPool: admin, storeOf: () => under.store('triage'), readModels, swap: true });

describe('triage’s read models', () => {
  it('come out of the log the same again, twice', async () => {
    await work();

    for (const _round of [1, 2]) {
      const results = await rebuild();
      expect(results.map(({ name, different, error }) => [name, different, error])).toEqual(
        readModels.map(({ name }) => [name, 0, undefined]),
      );
      expect(results.every(({ swapped }) => swapped)).toBe(true);
    }
    expect(await under.open()).toBeTruthy();
  });

  it('name the row that somebody changed by hand', async () => {
    const caseId = await under.open();
    await under.settled();
    await under.database.pool.query(`update triage_queue.queue_case set unit = 'khac' where case_id = $1`, [caseId]);

    const [queue] = await rebuild();

    expect(queue?.differences).toMatchObject([{ table: 'queue_case', kind: 'changed', columns: ['unit'] }]);
    expect((await rebuild())[0]?.different).toBe(0);
  });
});
