import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { ReportAccepted, ReportView } from '#libs/contracts';
import { call, channelKey, ofType, staffCookie, startIntake, type IntakeUnderTest } from './intake-under-test.js';

let under: IntakeUnderTest;
let hotline: string;
let school: string;
beforeAll(async () => {
  under = await startIntake({ LACHAN_PUBLIC_RATE: '1000' });
  hotline = await channelKey(under, 'hotline-111', 'tong-dai-111');
  school = await channelKey(under, 'school', 'truong-a');
});
afterAll(() => under.close());

const REPORTS = '/api/v1/reports';
const send = (body: unknown, more: Parameters<typeof call>[2] = {}) =>
  call<ReportAccepted>(under, REPORTS, { body, ...more });

describe('a channel sends a report', () => {
  it('gets receipt, targets and position, and everything is in the log before the answer', async () => {
    const { status, body } = await send(
      {
        urls: ['HTTPS://Video.Example/x?utm_source=a', 'not a link at all', 'b.example'],
        note: 'em bị bắt nạt',
        category: 'bullying',
        reporter: { contact: '0900 000 000', childAge: 9 },
        occurredAt: '2026-01-02T03:04:05+07:00',
      },
      { key: hotline },
    );

    expect(status).toBe(202);
    expect(body.targets.map(({ state }) => state)).toEqual(['accepted', 'unparseable', 'accepted']);
    expect(body.targets[0]).toMatchObject({
      url: 'HTTPS://Video.Example/x?utm_source=a',
      canonicalUrl: 'https://video.example/x',
    });
    expect(body.receipt).toMatch(/^[\dA-Z]{4}(-[\dA-Z]{4}){3}$/);
    const events = (await under.log()).filter(({ stream }) => stream === `report-${body.reportId}`);
    expect(events.map(({ type, version }) => `${String(version)} ${type}`)).toEqual([
      '1 ReportReceived', '2 TargetReported', '3 ReportUnusable', '4 TargetReported',
    ]); // prettier-ignore
    expect(events.at(-1)?.position).toBe(body.position);
    expect(ofType(events, 'ReportReceived')[0]?.data).toMatchObject({
      channel: 'hotline-111',
      unit: 'tong-dai-111',
      ageBand: '6-10',
      childAge: 9,
      contact: '0900 000 000',
      seenAt: '2026-01-01T20:04:05.000Z',
      targets: 3,
    });
    expect(ofType(events, 'TargetReported')[0]?.orderingKey).toMatch(/^target-[\da-f]{4}$/);
  });

  it('may follow it, as staff may and another channel may not', async () => {
    const { body } = await send({ urls: ['follow.example'] }, { key: school });
    const path = `${REPORTS}/${body.reportId}?after=${String(body.position)}`;

    const own = await call<ReportView>(under, path, { key: school });
    const foreign = await call(under, path, { key: hotline });
    const nobody = await call(under, path);

    expect(own.body).toMatchObject({
      channel: 'school',
      status: 'received',
      targets: [{ url: 'follow.example', state: 'accepted' }],
    });
    expect(foreign.status).toBe(404);
    expect(nobody.status).toBe(401);
  });

  it('asks for help without any link', async () => {
    const { status, body } = await send(
      { urls: [], helpNeeded: true, safeContact: 'gọi cô giáo', note: 'x' },
      { key: school },
    );

    expect(status).toBe(202);
    const events = (await under.log()).filter(({ stream }) => stream === `report-${body.reportId}`);
    expect(events.map(({ type }) => type)).toEqual(['ReportReceived', 'HelpRequested']);
    expect(ofType(events, 'HelpRequested')[0]?.data.safeContact).toBe('gọi cô giáo');
  });
});

describe('a plea', () => {
  it('is heard by its safe contact alone, whatever box was ticked, also beside a link', async () => {
    const alone = await send({ urls: [], safeContact: 'nhắn cô giáo chủ nhiệm' });
    const beside = await send({ urls: ['plea.example'], safeContact: 'chỉ gọi ban ngày' });

    expect([alone.status, beside.status]).toEqual([202, 202]);
    const asked = ofType(await under.log(), 'HelpRequested').map(({ data }) => data.safeContact);
    expect(asked).toEqual(expect.arrayContaining(['nhắn cô giáo chủ nhiệm', 'chỉ gọi ban ngày']));
  });

  it('and what was said in it is ciphertext in the log', async () => {
    await send({
      urls: ['cipher.example/duong-dan'],
      note: 'LỜI NHẮN KÍN',
      safeContact: 'SỐ KÍN',
      reporter: { contact: 'LIÊN HỆ KÍN', childAge: 9 },
    });

    const { rows } = await under.database.pool.query<{ row: string }>('select log::text as row from es.log log');
    for (const said of ['LỜI NHẮN KÍN', 'SỐ KÍN', 'LIÊN HỆ KÍN', 'cipher.example']) {
      expect(rows.filter(({ row }) => row.includes(said))).toEqual([]);
    }
  });
});

describe('once triage has attached a report to a case', () => {
  it('staff and agencies may know the case, a school and a receipt may not', async () => {
    const caseId = randomUUID();
    const [ofHotline, ofSchool] = await Promise.all(
      [hotline, school].map((key) => send({ urls: ['case.example'] }, { key })),
    );
    for (const { body } of [ofHotline, ofSchool].filter((answer) => answer !== undefined)) {
      await under.database.pool.query(
        `insert into triage_progress.report_progress values ($1, 'acting', $2, '2020-01-01')`,
        [body.reportId, caseId],
      );
    }
    const [hotlineReport, schoolReport] = [ofHotline?.body, ofSchool?.body];
    const cookie = await staffCookie(under, 'analyst');

    const agency = await call(under, `${REPORTS}/${hotlineReport?.reportId ?? ''}`, { key: hotline });
    const other = await call(under, `${REPORTS}/${schoolReport?.reportId ?? ''}`, { key: school });
    const staff = await call(under, `${REPORTS}/${schoolReport?.reportId ?? ''}`, { headers: { cookie } });
    const receipt = await call(
      under,
      `/api/v1/receipts/${schoolReport?.receipt ?? ''}?after=${String(schoolReport?.position)}`,
    );

    expect(agency.body).toMatchObject({ status: 'acting', caseId });
    expect(staff.body).toMatchObject({ status: 'acting', caseId });
    expect(other.body).not.toHaveProperty('caseId');
    expect(receipt.body).toMatchObject({ status: 'acting' });
    // An earlier moment would tell that somebody else reported the link first.
    expect(receipt.body['updatedAt']).toBe(receipt.body['receivedAt']);
    expect(receipt.text).not.toContain(caseId);
  });

  it('an administrator is none of those who may see it', async () => {
    const { body } = await send({ urls: ['admin.example'] }, { key: school });
    const cookie = await staffCookie(under, 'administrator');

    expect((await call(under, `${REPORTS}/${body.reportId}`, { headers: { cookie } })).status).toBe(403);
  });
});

describe('the public sends a report', () => {
  it('gets the receipt only, and the first and the hundredth reporter of a link the same bytes but for the code', async () => {
    const answers: Awaited<ReturnType<typeof send>>[] = [];
    for (let i = 0; i < 100; i += 1) answers.push(await send({ urls: ['https://same.example/a'] }));

    const shape = ({ status, headers, text }: (typeof answers)[number]) => {
      const own = new Set(['date', 'x-request-id']);
      const shown = [...headers].filter(([name]) => !own.has(name));
      return JSON.stringify([status, shown, text.replace(/[\dA-Z]{4}(-[\dA-Z]{4}){3}/, 'CODE')]);
    };
    expect(answers[0]?.text).toMatch(/^\{"receipt":"[\dA-Z-]{19}"\}$/);
    expect(new Set(answers.map(shape)).size).toBe(1);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(100);
  });

  it('is told where the report stands in plain words, by a code typed in a hurry', async () => {
    const { body } = await send({ urls: ['receipt.example'] });
    const head = (await under.log()).length;
    const typed = body.receipt.toLowerCase().replaceAll('-', ' ');

    const found = await call(under, `/api/v1/receipts/${encodeURIComponent(typed)}?after=${String(head)}`);

    expect(found.status).toBe(200);
    expect(found.body).toMatchObject({ status: 'received', words: { vi: 'đã tiếp nhận' } });
    expect(Object.keys(found.body).sort()).toEqual(['receivedAt', 'status', 'updatedAt', 'words']);
  });

  it('is told when no link could be read, but never when help was asked for', async () => {
    const unread = await send({ urls: ['???'] });
    const plea = await send({ urls: ['???'], helpNeeded: true });
    const head = (await under.log()).length;
    const status = async (receipt: string) =>
      (await call(under, `/api/v1/receipts/${receipt}?after=${String(head)}`)).body['status'];

    expect(await status(unread.body.receipt)).toBe('need-more');
    expect(await status(plea.body.receipt)).toBe('received');
  });

  it('learns nothing from a code that does not exist', async () => {
    const { status, body } = await call(under, '/api/v1/receipts/0000-0000-0000-0000');

    expect(status).toBe(404);
    expect(body['code']).toBe('not-found');
  });

  it('no receipt stands in the log', async () => {
    const { body } = await send({ urls: ['secret.example'] });
    const bare = body.receipt.replaceAll('-', '');

    const { rows } = await under.database.pool.query<{ row: string }>('select log::text as row from es.log log');
    expect(rows.some(({ row }) => row.includes(body.receipt) || row.includes(bare))).toBe(false);
  });
});

describe('an Idempotency-Key', () => {
  const withKey = (body: unknown, idempotency: string, key = hotline) =>
    send(body, { key, headers: { 'idempotency-key': idempotency } });

  it('gives the same bytes to the same body, however it is written', async () => {
    const id = randomUUID();
    const first = await withKey({ urls: ['once.example'], note: 'a' }, id);
    const again = await withKey({ note: 'a', urls: ['once.example'] }, id);

    expect(first.status).toBe(202);
    expect(again.text).toBe(first.text);
  });

  it('is refused for another body, and counts per key', async () => {
    const id = randomUUID();
    const first = await withKey({ urls: ['mine.example'] }, id);
    const other = await withKey({ urls: ['other.example'] }, id);
    const elsewhere = await withKey({ urls: ['mine.example'] }, id, school);

    expect(other.status).toBe(422);
    expect(other.body).toMatchObject({ code: 'idempotency-mismatch' });
    expect(elsewhere.body.reportId).not.toBe(first.body.reportId);
  });

  it('lets fifty duplicates at once make one report', async () => {
    const id = randomUUID();
    const answers = await Promise.all(Array.from({ length: 50 }, () => withKey({ urls: ['race.example', '??'] }, id)));

    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    const streams = ofType(await under.log(), 'TargetReported').filter(
      ({ data }) => data.target?.state === 'accepted' && data.target.host === 'race.example',
    );
    expect(streams).toHaveLength(1);
  });

  it('works for the public, and survives a restart between commit and answer', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const first = await send({ urls: ['again.example'] }, { headers });
    await under.restart();
    const again = await send({ urls: ['again.example'] }, { headers });

    expect(again.text).toBe(first.text);
  });
});

describe('what came to a unit on paper', () => {
  const signed = (cookie: string) => ({ cookie, 'sec-fetch-site': 'same-origin' });

  it('is entered by its staff as a letter: their unit heard it, and they get the whole answer', async () => {
    const cookie = await staffCookie(under, 'analyst');
    const { status, body } = await send({ urls: ['cong-van.example'], channel: 'letter' }, { headers: signed(cookie) });

    expect(status).toBe(202);
    expect(body.targets[0]).toMatchObject({ state: 'accepted' });
    const received = ofType(await under.log(), 'ReportReceived').find(
      ({ stream }) => stream === `report-${body.reportId}`,
    );
    expect(received?.data).toMatchObject({ channel: 'letter', unit: 'to-theo-doi' });
  });

  it('cannot be claimed by a key, a stranger, or staff who decide no cases', async () => {
    const letter = { urls: ['cong-van.example'], channel: 'letter' };
    const auditor = await staffCookie(under, 'auditor');
    for (const who of [{ key: hotline }, {}, { headers: signed(auditor) }]) {
      expect((await send(letter, who)).status).toBe(403);
    }
    expect((await send({ ...letter, channel: 'hotline-111' }, { key: hotline })).status).toBe(400);
  });
});
