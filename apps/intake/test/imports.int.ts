import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportView, ReportAccepted } from '#libs/contracts';
import {
  call,
  channelKey,
  ended,
  importOf as importInto,
  ofType,
  startIntake,
  type IntakeUnderTest,
} from './intake-under-test.js';

let under: IntakeUnderTest;
let key: string;
let other: string;
beforeAll(async () => {
  under = await startIntake();
  key = await channelKey(under, 'bulk-import', 'to-theo-doi');
  other = await channelKey(under, 'school', 'truong-a');
});
afterAll(() => under.close());

const IMPORT = '/api/v1/reports/import';

const importOf = (body: string | Buffer, mediaType = 'text/plain', as = key): Promise<ImportView> =>
  importInto(under, body, { key: as, mediaType });

const counts = ({ status, rows, accepted, knownTargets, newTargets, rejected }: ImportView) => ({
  status, rows, accepted, knownTargets, newTargets, rejected,
}); // prettier-ignore

describe('an import', () => {
  it('makes one report of each row, lists broken rows with line, text and reason, and goes on', async () => {
    const done = await importOf(
      'Đường dẫn;Ghi chú;Cần hỗ trợ\na1.example;một;\n;;\n???;;\n???;còn lời nhắn;\n;cứu em;x\na1.example;hai;\n',
      'text/csv',
    );

    expect(counts(done)).toEqual({ status: 'done', rows: 6, accepted: 4, knownTargets: 1, newTargets: 1, rejected: 2 });
    expect(done.rejects).toEqual([
      { line: 3, text: ';;', reason: 'không có đường dẫn', code: 'no-link' },
      { line: 4, text: '???;;', reason: 'không đọc được đường dẫn', code: 'unreadable-link' },
    ]);
    const received = ofType(await under.log(), 'ReportReceived').filter(({ data }) => data.importId === done.importId);
    expect(received.map(({ data }) => [data.channel, data.unit, data.receiptDigest])).toEqual(
      Array.from({ length: 4 }, () => ['bulk-import', 'to-theo-doi', null]),
    );
  });

  it('counts a target it names first as new, also when the fold of the log is ahead of its own counting', async () => {
    const lock = await under.database.pool.connect();
    try {
      await lock.query('begin; lock table intake_import.named_target in exclusive mode');
      const counting = importOf(
        'Đường dẫn;Ghi chú\ndem.example/a;một\ndem.example/b;\ndem.example/a;hai\n',
        'text/csv',
      );
      const folded = async () =>
        (await lock.query("select from intake_targets.target where content_key like '%dem.example/b%'")).rowCount;
      while ((await folded()) !== 1);
      await lock.query('commit');
      expect(counts(await counting)).toMatchObject({ rows: 3, accepted: 3, knownTargets: 1, newTargets: 2 });
    } finally {
      lock.release();
    }
  });

  it('of one list in one form and then in the other names no new target and doubles no report', async () => {
    const names = Array.from({ length: 1_200 }, (_, i) => `n${String(i)}.list.example`);
    const plain = await importOf(`${names.join('\n')}\n`);
    const reports = ofType(await under.log(), 'ReportReceived').length;
    const hosts = await importOf(
      `# danh sách\r\n${names.map((name) => `0.0.0.0 ${name}`).join('\r\n')}`,
      'application/octet-stream',
    );

    expect(counts(plain)).toEqual({
      status: 'done',
      rows: 1_200,
      accepted: 1_200,
      knownTargets: 0,
      newTargets: 1_200,
      rejected: 0,
    });
    expect(counts(hosts)).toEqual({
      status: 'done',
      rows: 1_200,
      accepted: 1_200,
      knownTargets: 1_200,
      newTargets: 0,
      rejected: 0,
    });
    expect(ofType(await under.log(), 'ReportReceived')).toHaveLength(reports);
  });

  it('recognises rows that were sent before among new ones, in whatever order', async () => {
    const rows = Array.from({ length: 600 }, (_, i) => JSON.stringify({ url: `m${String(i)}.mixed.example` }));
    await importOf(rows.slice(0, 300).join('\n'), 'application/x-ndjson');
    const again = await importOf([...rows].reverse().join('\n'), 'application/x-ndjson');

    expect(counts(again)).toEqual({
      status: 'done',
      rows: 600,
      accepted: 600,
      knownTargets: 300,
      newTargets: 300,
      rejected: 0,
    });
    const reported = ofType(await under.log(), 'TargetReported').filter(
      ({ data }) => data.target?.state === 'accepted' && data.target.host.endsWith('.mixed.example'),
    );
    expect(reported).toHaveLength(600);
  });

  it('of another channel makes its own reports of known targets', async () => {
    await importOf('shared.example\n');
    const theirs = await importOf('shared.example\n', 'text/plain', other);

    expect(counts(theirs)).toMatchObject({ accepted: 1, knownTargets: 1, newTargets: 0 });
    const sources = ofType(await under.log(), 'TargetReported').filter(
      ({ data }) => data.target?.state === 'accepted' && data.target.host === 'shared.example',
    );
    expect(sources).toHaveLength(2);
  });

  it('knows the targets of reports that came alone', async () => {
    await call<ReportAccepted>(under, '/api/v1/reports', { body: { urls: ['https://alone.example/'] }, key });
    const done = await importOf('alone.example\n');

    expect(counts(done)).toMatchObject({ knownTargets: 1, newTargets: 0 });
  });

  it('pages through its rejects with a cursor nobody else can use', async () => {
    const done = await importOf(Array.from({ length: 120 }, () => '???').join('\n'));
    const first = await call<ImportView>(under, `/api/v1/imports/${done.importId}?limit=100`, {
      key,
      headers: { 'accept-language': 'en' },
    });
    const cursor = encodeURIComponent(first.body.cursor ?? '');
    const second = await call<ImportView>(under, `/api/v1/imports/${done.importId}?limit=100&cursor=${cursor}`, {
      key,
    });
    const elsewhere = await call(under, `/api/v1/imports/${(await importOf('x.example')).importId}?cursor=${cursor}`, {
      key,
    });

    expect([first.body.rejects.length, second.body.rejects.length, second.body.cursor]).toEqual([100, 20, undefined]);
    expect(first.body.rejects[0]?.reason).toBe('the link cannot be read');
    expect(second.body.rejects[0]?.line).toBe(101);
    expect(elsewhere.status).toBe(400);
  });

  it('is seen by its own channel only', async () => {
    const done = await importOf('own.example');

    expect((await call(under, `/api/v1/imports/${done.importId}`, { key: other })).status).toBe(404);
    expect((await call(under, `/api/v1/imports/${done.importId}`)).status).toBe(401);
    expect((await call(under, '/api/v1/imports/nope', { key })).status).toBe(404);
    expect((await call(under, IMPORT, { body: 'a.example', headers: { 'content-type': 'text/plain' } })).status).toBe(
      401,
    );
    expect((await call(under, IMPORT, { body: { urls: [] }, key })).status).toBe(415);
  });

  it('survives lines of 10 MB, and an empty body is done at once', async () => {
    const long = Buffer.alloc(10 * 1024 * 1024, 'x');
    const done = await importOf(
      Buffer.concat([Buffer.from('before.example\n'), long, Buffer.from('\nafter.example\n')]),
    );

    expect(counts(done)).toEqual({ status: 'done', rows: 3, accepted: 2, knownTargets: 0, newTargets: 2, rejected: 1 });
    expect(done.rejects[0]).toMatchObject({ line: 2, code: 'too-long' });
    expect(counts(await importOf(''))).toEqual({
      status: 'done',
      rows: 0,
      accepted: 0,
      knownTargets: 0,
      newTargets: 0,
      rejected: 0,
    });
  });

  it('leaves no body behind', async () => {
    await importOf('gone.example');
    // It is removed once the end is recorded, so after it can be seen: a process that stops has done that first.
    await under.restart();
    expect(await readdir(join(under.dataDir, 'imports'))).toEqual([]);
  });

  it('goes on where it stood when its process was stopped', async () => {
    const rows = Array.from({ length: 6_000 }, (_, i) => JSON.stringify({ url: `s${String(i)}.stopped.example` }));
    const { body } = await call<{ importId: string }>(under, IMPORT, {
      body: rows.join('\n'),
      key,
      headers: { 'content-type': 'application/x-ndjson' },
    });
    for (;;) {
      const { rows: handled } = (await call<ImportView>(under, `/api/v1/imports/${body.importId}`, { key })).body;
      if (handled > 0) break;
    }
    await under.restart();
    const done = await ended(under, body.importId, key);

    expect(counts(done)).toEqual({
      status: 'done',
      rows: 6_000,
      accepted: 6_000,
      knownTargets: 0,
      newTargets: 6_000,
      rejected: 0,
    });
    const hosts = ofType(await under.log(), 'TargetReported').flatMap(({ data }) =>
      data.target?.state === 'accepted' && data.target.host.endsWith('.stopped.example') ? [data.target.host] : [],
    );
    expect(hosts).toHaveLength(6_000);
    expect(new Set(hosts).size).toBe(6_000);
  });
});
