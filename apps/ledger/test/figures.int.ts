import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Figures } from '#libs/contracts';
import { DeliveryTimes } from '../src/figures/delivery-times.js';
import { HA_NOI, LAM_DONG, LedgerUnderTest, event, ids, person } from './ledger-under-test.js';
import { Story } from './story.js';

let under: LedgerUnderTest;
let after: string;

beforeAll(async () => {
  under = await LedgerUnderTest.start();
  await new Story(under).whole();
  await (await new Story(under).opened()).claimed();
  const caseId = ids.v7();
  const opened = { caseId, unit: HA_NOI, province: null, plea: false, target: null };
  await under.append('triage', `case-${caseId}`, [event('CaseOpened', opened, person('trang', HA_NOI))], caseId);
  after = `after=${String(await under.store('ledger').head())}`;
});
afterAll(() => under.close());

const figures = async (who: string, query = ''): Promise<Figures> => {
  const { status, body, text } = await under.call<Figures>(who, `/figures?${after}&${query}`);
  if (status !== 200) throw new Error(text);
  return body;
};
const counts = ({ rows }: Figures): Record<string, number> =>
  Object.fromEntries(
    rows.map(({ measure, group, count }) => [`${measure}${group === null ? '' : ` ${group}`}`, count]),
  );

describe('figures', () => {
  it('count what came in and how long it took, from opening to unblocking', async () => {
    const all = await figures('auditor');

    expect(all.units).toBeNull();
    expect(counts(all)).toMatchObject({ cases: 3, look: 2, decision: 1, block: 1, unblock: 1 });
    const look = all.rows.find(({ measure }) => measure === 'look');
    expect(look?.p50).toBeGreaterThanOrEqual(0);
    expect(look?.p95).toBeGreaterThanOrEqual(look?.p50 ?? 0);
    expect(all.rows.find(({ measure }) => measure === 'cases')?.p50).toBeNull();
  });

  it('are those of the own unit for staff, and of another one for nobody but the auditor', async () => {
    expect(counts(await figures('lan'))).toMatchObject({ cases: 2 });
    expect(counts(await figures('trang'))).toEqual({ cases: 1 });
    expect(counts(await figures('auditor', `unit=${HA_NOI}`))).toEqual({ cases: 1 });
    expect((await under.call('trang', `/figures?unit=${LAM_DONG}`)).body.code).toBe('foreign-unit');
  });

  it('split by unit, provider and time', async () => {
    expect(counts(await figures('auditor', 'by=unit'))).toMatchObject({
      [`cases ${LAM_DONG}`]: 2,
      [`cases ${HA_NOI}`]: 1,
    });
    const byProvider = await figures('auditor', 'by=provider');
    expect(new Set(byProvider.rows.map(({ measure }) => measure))).toEqual(new Set(['block', 'unblock']));
    const [day] = (await figures('auditor', 'per=day')).rows;
    expect(day?.period).toMatch(/^\d{4}-\d\d-\d\d$/);
    const week = (await figures('auditor', 'per=week')).rows[0]?.period ?? '';
    expect(new Date(week).getUTCDay()).toBe(1);
    expect((await figures('auditor', 'per=month')).rows[0]?.period).toMatch(/-01$/);
    expect(counts(await figures('auditor', 'to=2020-01-01T00:00:00Z'))).toEqual({});
  });

  it('come as a file for spreadsheets with the same rows', async () => {
    const { rows } = await figures('auditor', 'by=unit');
    const { text, headers } = await under.csv('auditor', `/figures?${after}&by=unit&format=csv`);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(text.startsWith('\uFEFFKỳ,Nhóm,')).toBe(true);
    expect(text.trimEnd().split('\r\n')).toHaveLength(rows.length + 1);
    expect(text).toContain('vụ việc mới');
  });

  it('refuse a period that is no time', async () => {
    expect((await under.call('auditor', '/figures?from=yesterday')).status).toBe(400);
    expect((await under.call('auditor', '/figures?per=year')).status).toBe(400);
  });
});

describe('the time to unblock', () => {
  /** A request of a provider: seconds from block to enforced, from lift request to lifted, and how many days ago that was. */
  const request = (provider: string, block: number, lift: number | null, daysAgo = 1) =>
    under.database.pool.query(
      `insert into ledger_cases.request_row (request_id, case_id, provider, queued_at, enforced_at, lift_queued_at, lifted_at)
       select $1, $2, $3, at, at + make_interval(secs => $4), at, at + make_interval(secs => $5)
         from (select now() - make_interval(days => $6) as at) as t`,
      [ids.v7(), ids.v7(), provider, block, lift, daysAgo],
    );
  const timesOf = async (provider: string) =>
    (await under.running.app.get(DeliveryTimes, { strict: false }).read()).find((one) => one.provider === provider);

  it('stands beside the time to block for each provider, of the last days, at the 95th of a hundred', async () => {
    for (let n = 0; n <= 20; n += 1) await request('do-thoi-gian', 10 * n, n);
    await request('do-thoi-gian', 90_000, 90_000, 40);
    expect(await timesOf('do-thoi-gian')).toEqual({ provider: 'do-thoi-gian', block: 190, unblock: 19 });
  });

  it('of a lift that is still open is its age: who never lifts does not look fast', async () => {
    await request('khong-go', 5, null, 2);
    const times = await timesOf('khong-go');
    expect(times?.block).toBe(5);
    expect(times?.unblock).toBeGreaterThan(2 * 86_400 - 60);
  });
});
