import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CaseHistory, CaseList, CaseReportList } from '#libs/contracts';
import { HA_NOI, LAM_DONG } from './world.js';
import { BOOT, TriageUnderTest } from './triage-under-test.js';

let under: TriageUnderTest;
beforeAll(async () => {
  under = await TriageUnderTest.start();
}, BOOT);
afterAll(() => under.close(), BOOT);

describe('merging', () => {
  it('moves reports, targets and their keys; the emptied case says where, and nothing is deleted', async () => {
    const [from, into] = [
      await under.open({ url: 'https://a.gop.example.test/x' }),
      await under.open({ url: 'https://b.gop.example.test/y' }),
    ];
    await under.ok('lan-analyst', from, 'claim');

    expect((await under.ok('lan-analyst', from, 'merge', { into })).status).toBe('merged');

    expect(await under.case('lan-analyst', from)).toMatchObject({ status: 'merged', mergedInto: into, reports: 1 });
    expect(await under.case('lan-analyst', into)).toMatchObject({
      reports: 2,
      targets: [{}, { host: 'a.gop.example.test' }],
    });
    expect(await under.caseOf(await under.report({ url: 'https://a.gop.example.test/x' }))).toBe(into);
  });

  it('is refused with itself, with a case of another unit, and without a claim', async () => {
    const mine = await under.open();
    const other = await under.open();
    const foreign = await under.open({ unit: HA_NOI, province: 'ha-noi' });

    expect((await under.command('lan-analyst', mine, 'merge', { into: other })).body.code).toBe('claim-required');
    await under.ok('lan-analyst', mine, 'claim');
    expect((await under.command('lan-analyst', mine, 'merge', { into: mine })).body.code).toBe('same-case');
    expect((await under.command('lan-analyst', mine, 'merge', { into: foreign })).body.code).toBe('foreign-unit');
  });
});

describe('handing over', () => {
  it('makes the other unit lead and ends the claim; the first unit coordinates', async () => {
    const caseId = await under.open();
    await under.ok('lan-analyst', caseId, 'claim');

    const done = await under.ok('lan-analyst', caseId, 'assign', { unit: HA_NOI, reason: 'Thuộc địa bàn Hà Nội.' });

    expect(done.claim).toBeUndefined();
    expect(await under.case('hn-analyst', caseId)).toMatchObject({ unit: HA_NOI, coordinating: [LAM_DONG] });
    expect((await under.command('lan-analyst', caseId, 'claim')).body.code).toBe('foreign-unit');
    expect((await under.ok('hn-analyst', caseId, 'claim')).claim?.by).toBe('hn-analyst');
  });

  it('to a colleague shows in "my work", and a unit nobody knows is refused', async () => {
    const caseId = await under.open();
    expect((await under.command('lan-analyst', caseId, 'assign', { unit: 'khong-co', reason: 'xxx' })).body.code).toBe(
      'unknown-entry',
    );

    await under.ok('lan-analyst', caseId, 'assign', { person: 'minh-analyst', reason: 'Anh Minh theo dõi tiếp.' });
    await under.settled('triage.queue');

    const mine = await under.call<CaseList>('minh-analyst', '/cases?claimedBy=me');
    expect(mine.body.items.map(({ id }) => id)).toEqual([caseId]);
  });
});

describe('reading', () => {
  it('is for the units of the case and the auditor; each reading is on record once a day', async () => {
    const caseId = await under.open();

    await under.case('lan-analyst', caseId);
    await under.case('lan-analyst', caseId);
    await under.case('kien-auditor', caseId);
    const foreign = await under.call('hn-analyst', `/cases/${caseId}`);
    const admin = await under.call('admin', `/cases/${caseId}`);
    const nobody = await under.call(null, `/cases/${caseId}`);

    expect([foreign.status, admin.status, nobody.status]).toEqual([403, 403, 401]);
    const viewed = (await under.events('CaseViewed')).filter(({ data }) => data.caseId === caseId);
    expect(viewed.map(({ actor }) => actor.id)).toEqual(['lan-analyst', 'kien-auditor']);
  });

  it('says not-found for a case that is not, and invalid-request for an id that is none', async () => {
    expect((await under.call('lan-analyst', '/cases/0190a000-0000-7000-8000-000000000000')).status).toBe(404);
    expect((await under.call('lan-analyst', '/cases/khong-phai-uuid')).status).toBe(400);
  });

  it('has an ETag, and the history in order, page by page', async () => {
    const caseId = await under.open();
    await under.ok('lan-analyst', caseId, 'claim');
    await under.ok('lan-analyst', caseId, 'classify', { category: 'self-harm' });
    await under.settled();

    const page = await under.call<CaseHistory>('kien-auditor', `/cases/${caseId}/events?limit=4`);
    const rest = await under.call<CaseHistory>(
      'kien-auditor',
      `/cases/${caseId}/events?cursor=${page.body.cursor ?? ''}`,
    );

    const types = [...page.body.items, ...rest.body.items].map(({ type }) => type);
    expect(types).toEqual([
      'CaseOpened',
      'ReportAttached',
      'CasePrioritised',
      'CaseClaimed',
      'CaseClassified',
      'CasePrioritised',
      'ReferralSent',
    ]);
    const foreign = await under.call('lan-analyst', `/cases/${caseId}/events?cursor=${page.body.cursor ?? ''}`);
    expect([foreign.status, foreign.body.code]).toEqual([400, 'invalid-cursor']);
  });
});

describe('the reports of a case', () => {
  it('are shown in the reporters’ words, page by page, and that is on record', async () => {
    const url = 'https://loi-ke.example.test/a';
    const caseId = await under.open({ url });
    await under.caseOf(await under.report({ url, source: 's1' }));

    const first = await under.call<CaseReportList>('lan-analyst', `/cases/${caseId}/reports?limit=1`);
    const rest = await under.call<CaseReportList>(
      'lan-analyst',
      `/cases/${caseId}/reports?cursor=${first.body.cursor ?? ''}`,
    );

    expect(first.body.items[0]?.note).toBe('lời người phản ánh');
    expect([...first.body.items, ...rest.body.items]).toHaveLength(2);
    expect(rest.text).not.toContain('s1');
    const revealed = (await under.events('TextRevealed')).filter(({ data }) => data.caseId === caseId);
    expect(revealed.map(({ actor, data }) => [actor.id, data.what])).toEqual([
      ['lan-analyst', 'report-notes'],
      ['lan-analyst', 'report-notes'],
    ]);
    expect((await under.call('hn-analyst', `/cases/${caseId}/reports`)).status).toBe(403);
  });
});

describe('notes', () => {
  it('come from leading and coordinating units, need no version, and are found without accents', async () => {
    const url = 'https://ghi-chu.example.test/a';
    const caseId = await under.open({ url });
    await under.caseOf(await under.report({ url, unit: HA_NOI }));

    await under.ok('hn-analyst', caseId, 'notes', {
      visibility: 'internal',
      text: 'Lôi kéo học sinh Đắk Nông dùng ma tuý đá',
    });
    await under.settled('triage.queue');

    const found = await under.call<CaseList>('lan-analyst', `/cases?q=${encodeURIComponent('dak nong MA TUY')}`);
    const accented = await under.call<CaseList>('lan-analyst', `/cases?q=${encodeURIComponent('Đắk ma tuý')}`);
    const literal = await under.call<CaseList>('lan-analyst', `/cases?q=${encodeURIComponent('m_ t%y')}`);
    expect(found.body.items.map(({ id }) => id)).toEqual([caseId]);
    expect(accented.body.items.map(({ id }) => id)).toEqual([caseId]);
    expect(literal.body.items).toEqual([]);
    expect((await under.case('lan-analyst', caseId)).notes).toMatchObject([
      { by: 'hn-analyst', visibility: 'internal' },
    ]);
  });
});
