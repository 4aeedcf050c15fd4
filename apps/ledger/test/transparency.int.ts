import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Transparency } from '#libs/contracts';
import { packagePath } from '#libs/event-store';
import { LedgerUnderTest, event, ids, person } from './ledger-under-test.js';
import { Story } from './story.js';

let under: LedgerUnderTest;
let month: string;
beforeAll(async () => {
  under = await LedgerUnderTest.start();
  // Dispatch is not in this process; who may write its self-reports stands in its migration.
  await under.database.pool.query(readFileSync(packagePath('apps/dispatch/sql/0001-self-reports.sql'), 'utf8'));
  for (let turn = 0; turn < 4; turn += 1) await new Story(under).whole();
  for (const by of ['lan', 'hoa']) await (await new Story(under).opened()).dismissed(by);
  const attempt = { attempt: 'approve', refusal: 'self-approval', caseId: ids.v7(), subject: null };
  await under.append('triage', 'access-triage-lan-20260301', [event('AttemptRefused', attempt, person('lan'))]);
  for (let turn = 0; turn < 3; turn += 1) await selfReported('isp-song-hong');
  const head = await under.store('ledger').head();
  await under.until(() =>
    Promise.resolve(
      (under.host.runtime('ledger').progress.get('ledger.figures')?.position ?? 0) >= head ? true : undefined,
    ),
  );
  month = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 7);
});
afterAll(() => under.close());

/** A provider tells what it removed on its own initiative. */
const selfReported = async (provider: string): Promise<void> => {
  const selfReportId = ids.v7();
  const doneAt = new Date().toISOString();
  const what = { action: 'remove-content', category: 'bullying', url: 'http://tu-go.example.test/bai' } as const;
  await under.append('dispatch', `selfreport-${selfReportId}`, [
    event('SelfReportReceived', { selfReportId, provider, doneAt, ...what }, person('lan')),
  ]);
};

/** The figures as anybody gets them. */
const figures = async (query = ''): Promise<Transparency> => {
  const response = await fetch(`${under.running.url}/api/v1/transparency${query}`);
  expect(response.status).toBe(200);
  return (await response.json()) as Transparency;
};

describe('the public figures', () => {
  it('count everything, also what was dismissed, stopped, or changed in the settings', async () => {
    const { items } = await figures();
    const totals = Object.fromEntries(items.map(({ figure, total }) => [figure, total]));
    expect(totals).toMatchObject({
      ...{ cases: 6, orders: 4, enforcements: 4, lifts: 4, dismissals: 2, 'attempts-refused': 1 },
      'settings-changed': 4,
      'self-reports': 3,
    });
    expect(new Set(items.map((item) => item.month))).toEqual(new Set([month]));
  });

  it('keep small break-downs back, and show no case, person or target', async () => {
    const { items } = await figures();
    const by = (figure: string) => items.find((item) => item.figure === figure)?.by;
    expect(by('dismissals')).toEqual({ 'not-reachable': null });
    expect(by('orders')).toEqual({ 'bullying remove-content': 4 });
    expect(by('self-reports')).toEqual({ 'isp-song-hong': 3 });
    const text = JSON.stringify(items);
    expect(text).not.toMatch(/example|lan|hoa|[0-9a-f]{8}-[0-9a-f]{4}-/);
  });

  it('are asked by month', async () => {
    expect((await figures('?from=2020-01&to=2020-12')).items).toEqual([]);
    expect((await figures(`?from=${month}&to=${month}`)).items.length).toBeGreaterThan(5);
    for (const query of ['?from=2020', '?from=2020-13', '?to=x', '?unit=a'])
      expect((await fetch(`${under.running.url}/api/v1/transparency${query}`)).status).toBe(400);
  });
});
