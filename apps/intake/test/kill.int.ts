import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { ImportView, ReportAccepted } from '#libs/contracts';
import { packagePath } from '#libs/event-store';
import { call, channelKey, ofType, startIntake, type IntakeUnderTest } from './intake-under-test.js';

interface Process {
  readonly url: string;
  /** Ends it as a power cut would: nothing of it runs any more when this resolves. */
  kill(): Promise<void>;
}

let under: IntakeUnderTest;
let key: string;
let running: Process;

/** The same database and data folder, but in a process that can be killed. */
async function start(): Promise<Process> {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--import', packagePath('libs/testing/jest/register.mjs'), packagePath('apps/intake/test/intake-process.ts')],
    {
      cwd: packagePath('.'),
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        DATABASE_URL: under.database.url,
        LACHAN_DATA_DIR: under.dataDir,
        LACHAN_DEDUPE_SECRET: under.host.secrets.dedupe.toString('base64'),
        LACHAN_MASTER_KEY: Buffer.alloc(32, 9).toString('base64'),
        LOG_LEVEL: 'fatal',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const exited = once(child, 'exit');
  const [line] = (await Promise.race([
    once(child.stdout as NodeJS.ReadableStream, 'data'),
    exited.then(() => Promise.reject(new Error('intake did not start'))),
  ])) as [Buffer];
  return {
    url: line.toString().trim(),
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

beforeAll(async () => {
  under = await startIntake();
  key = await channelKey(under, 'bulk-import', 'to-theo-doi');
  await under.stop();
  running = await start();
}, 60_000);
afterAll(async () => {
  await running.kill();
  await under.close();
});

const view = async (importId: string): Promise<ImportView> =>
  (await call<ImportView>(running, `/api/v1/imports/${importId}`, { key })).body;

describe('kill -9', () => {
  it('in the middle of an import, twice: no row is lost or doubled, and the counts are exact', async () => {
    const names = Array.from({ length: 2_500 }, (_, i) => `k${String(i)}.killed.example`);
    const { body } = await call<{ importId: string }>(running, '/api/v1/reports/import', {
      body: names.flatMap((name, i) => (i % 100 === 0 ? [name, '???'] : [name])).join('\n'),
      key,
      headers: { 'content-type': 'text/plain' },
    });
    for (const rows of [1, 1_000]) {
      while ((await view(body.importId)).rows < rows) await pause(5);
      await running.kill();
      running = await start();
    }
    let done = await view(body.importId);
    for (; done.status !== 'done' && done.status !== 'failed'; done = await view(body.importId)) await pause(20);

    expect(done).toMatchObject({ rows: 2_525, accepted: 2_500, rejected: 25, newTargets: 2_500, knownTargets: 0 });
    const hosts = ofType(await under.log(), 'TargetReported').flatMap(({ data }) =>
      data.target?.state === 'accepted' ? [data.target.host] : [],
    );
    expect(hosts.sort()).toEqual(names.sort());
  }, 120_000);

  it('under reports that are being sent: every receipt that left is in the log, once, and a retry brings the others in', async () => {
    const receipts = new Map<string, string>();
    const send = async (n: number): Promise<void> => {
      const { status, body } = await call<ReportAccepted>(running, '/api/v1/reports', {
        body: { urls: [`https://under-load.example/${String(n)}`] },
        key,
        headers: { 'idempotency-key': `load-${String(n)}` },
      });
      if (status === 202) receipts.set(String(n), body.reportId);
    };
    const numbers = Array.from({ length: 200 }, (_, n) => n);
    const all = Promise.allSettled(numbers.map(send));
    while (receipts.size < 20) await pause(1);
    await running.kill();
    await all;
    const answered = new Map(receipts);
    running = await start();
    await Promise.all(numbers.map(send));

    expect(receipts.size).toBe(200);
    for (const [n, reportId] of answered) expect(receipts.get(n)).toBe(reportId);
    const reported = ofType(await under.log(), 'TargetReported').filter(
      ({ data }) => data.target?.state === 'accepted' && data.target.host === 'under-load.example',
    );
    expect(reported.map(({ data }) => data.reportId).sort()).toEqual([...receipts.values()].sort());
  }, 60_000);
});
