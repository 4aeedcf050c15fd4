import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ImportView, ReportAccepted } from '#libs/contracts';
import { call, channelKey, ofType, startIntake, type IntakeUnderTest } from './intake-under-test.js';

let under: IntakeUnderTest;
let key: string;
beforeAll(async () => {
  under = await startIntake({ LACHAN_PUBLIC_RATE: '1000' });
  key = await channelKey(under, 'telecom-button', 'nha-mang');
});
afterAll(() => under.close());

const reportsOf = async (host: string): Promise<string[]> =>
  ofType(await under.log(), 'TargetReported')
    .filter(({ data }) => data.target?.state === 'accepted' && data.target.host === host)
    .map(({ data }) => data.reportId);

describe('while the database is away', () => {
  it('answers 503 with Retry-After to everybody and keeps nothing', async () => {
    under.way.close();
    const body = { urls: ['away.example'] };
    const answers = await Promise.all([
      call(under, '/api/v1/reports', { body }),
      call(under, '/api/v1/reports', { body, key }),
      call(under, '/api/v1/reports/import', { body: 'away.example', key, headers: { 'content-type': 'text/plain' } }),
      call(under, '/api/v1/receipts/0000-0000-0000-0000'),
    ]);
    under.way.open();

    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503, 503]);
    for (const { headers, body: problem } of answers) {
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(problem['code']).toBe('unavailable');
    }
    expect(await readdir(join(under.dataDir, 'imports')).catch(() => [])).toEqual([]);
    expect(await reportsOf('away.example')).toEqual([]);
  });

  it('a report is accepted or refused, never half: what was refused comes in by a retry, once', async () => {
    const send = (n: number) =>
      call<ReportAccepted>(under, '/api/v1/reports', {
        body: { urls: ['cut.example', 'cut.example/2'], note: String(n), helpNeeded: true },
        key,
        headers: { 'idempotency-key': `cut-${String(n)}` },
      });
    const numbers = Array.from({ length: 60 }, (_, n) => n);
    const first = Promise.all(numbers.map(send));
    under.way.close();
    const cut = await first;
    under.way.open();
    const again = await Promise.all(numbers.map(send));

    expect(new Set(cut.map(({ status }) => status))).toContain(503);
    expect(again.map(({ status }) => status)).toEqual(numbers.map(() => 202));
    cut.forEach(({ status, text }, n) => {
      if (status === 202) expect(again[n]?.text).toBe(text);
    });
    expect(await reportsOf('cut.example')).toHaveLength(120);
    expect(ofType(await under.log(), 'HelpRequested')).toHaveLength(60);
  });

  it('an import that is under way waits and goes on', async () => {
    const names = Array.from({ length: 3_000 }, (_, i) => `w${String(i)}.waits.example`);
    const { body } = await call<{ importId: string }>(under, '/api/v1/reports/import', {
      body: names.join('\n'),
      key,
      headers: { 'content-type': 'text/plain' },
    });
    const view = async (): Promise<ImportView> =>
      (await call<ImportView>(under, `/api/v1/imports/${body.importId}`, { key })).body;
    while ((await view()).rows === 0) await pause(5);
    under.way.close();
    await pause(200);
    under.way.open();
    let done = await view();
    for (; done.status !== 'done' && done.status !== 'failed'; done = await view()) await pause(50);

    expect(done).toMatchObject({ status: 'done', rows: 3_000, accepted: 3_000, newTargets: 3_000, rejected: 0 });
  });
});
