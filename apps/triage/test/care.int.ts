import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CaseHistory, CaseView, MyCare, RevealedText, UnitCare } from '#libs/contracts';
import { BOOT, TriageUnderTest } from './triage-under-test.js';
import { LAM_DONG } from './world.js';

let under: TriageUnderTest;
beforeAll(async () => {
  under = await TriageUnderTest.start();
}, BOOT);
afterAll(() => under.close(), BOOT);

const rule = (name: 'severe-run-cases' | 'shift-cap-cases', value: number) =>
  under.enter('policy', name, { name, unit: LAM_DONG, value, source: 'thử' });
const next = (who: string, body = {}) => under.call<CaseView>(who, '/cases/next', { body });

describe('distressing words', () => {
  it('are covered on the page and in the history, and shown to whoever asks: asking is on record', async () => {
    const caseId = await under.open({ url: 'https://che.example.test/bao-luc/1' });
    const text = 'Cháu kể chuyện bạo lực ở lớp.';
    await under.ok('lan-analyst', caseId, 'notes', { visibility: 'internal', text });

    const view = await under.case('minh-analyst', caseId);
    const [note] = view.notes;
    expect([note?.text, note?.marks]).toEqual(['Cháu kể chuyện ••••••• ở lớp.', [{ start: 15, end: 22 }]]);
    expect(view.target.defanged).toBe('hxxps://che[.]example[.]test/•••••••/1');
    const history = await under.call<CaseHistory>('minh-analyst', `/cases/${caseId}/events`);
    expect(history.text).not.toContain('bạo lực');

    const body = { part: 'note', id: note?.noteId };
    const shown = await under.call<RevealedText>('minh-analyst', `/cases/${caseId}/reveal`, { body });
    const url = await under.call<RevealedText>('minh-analyst', `/cases/${caseId}/reveal`, { body: { part: 'target' } });

    expect([shown.body.text, url.body.text]).toEqual([text, 'hxxps://che[.]example[.]test/bao-luc/1']);
    const revealed = (await under.events('TextRevealed')).filter(({ data }) => data.caseId === caseId);
    expect(revealed.map(({ actor, data }) => [actor.id, data.what])).toEqual([
      ['minh-analyst', `note ${note?.noteId ?? ''}`],
      ['minh-analyst', 'target'],
    ]);
  });

  it('are shown to nobody of another unit, and what is not there is not found', async () => {
    const caseId = await under.open();
    const ask = async (who: string, body: object) =>
      (await under.call(who, `/cases/${caseId}/reveal`, { body })).status;
    expect(await ask('hn-analyst', { part: 'target' })).toBe(403);
    expect(await ask('lan-analyst', { part: 'note', id: 'khong-co' })).toBe(404);
    expect(await ask('lan-analyst', { part: 'target', id: '7' })).toBe(404);
  });
});

describe('what one does not want to be handed', () => {
  it('is left out by "next case", and nobody else can see the setting', async () => {
    const caseId = await under.open();
    await under.ok('minh-analyst', caseId, 'claim');
    await under.ok('minh-analyst', caseId, 'classify', { category: 'self-harm' });
    await under.ok('minh-analyst', caseId, 'release');
    const set = await under.call<MyCare>('both-hats', '/care/mine', { body: { optedOut: ['self-harm'] } });
    expect(set.body.optedOut).toEqual(['self-harm']);
    await under.settled('triage.queue');

    expect((await next('both-hats', { category: 'self-harm' })).status).toBe(204);
    expect((await next('minh-analyst', { category: 'self-harm' })).body.id).toBe(caseId);
    expect((await under.call<MyCare>('minh-analyst', '/care/mine')).body.optedOut).toEqual([]);
    expect((await under.call('kien-auditor', '/care/mine')).status).toBe(403);
    const all = await under.store('ledger').readAll({ after: 0, limit: 10_000 });
    expect(all.some(({ data, actor }) => actor.id === 'both-hats' && JSON.stringify(data).includes('self-harm'))).toBe(
      false,
    );
  });
});

describe('rest', () => {
  it('is suggested after a run of hard cases; one may go on with a reason, which is on record and sealed', async () => {
    await rule('severe-run-cases', 2);
    for (let hard = 0; hard < 3; hard += 1) await under.open({ childInDanger: true, helpNeeded: true });
    await under.settled('triage.queue');
    for (let taken = 0; taken < 2; taken += 1) {
      expect((await next('lan-analyst')).status).toBe(200);
      await under.settled('triage.care', 'triage.queue');
    }

    const told = await next('lan-analyst');
    expect([told.status, told.body.code]).toEqual([409, 'rest-suggested']);
    expect(told.body).toMatchObject({ rest: 'break', severeRun: 2 });
    expect((await under.call<MyCare>('lan-analyst', '/care/mine')).body).toMatchObject({ rest: 'break', severeRun: 2 });
    expect((await next('lan-analyst', { goOn: { reason: 'Một trẻ đang chờ.' } })).status).toBe(200);

    const [declined] = await under.events('RestDeclined');
    expect(declined?.data).toMatchObject({ person: 'lan-analyst', why: 'break', reason: 'Một trẻ đang chờ.' });
    await rule('severe-run-cases', 50);
  });

  it('is due when the cases of a shift are done, and can be passed once', async () => {
    await rule('shift-cap-cases', 1);
    await rule('severe-run-cases', 1);
    for (let more = 0; more < 4; more += 1) await under.open();
    await under.settled('triage.queue');
    expect((await next('both-hats')).status).toBe(200);
    await under.settled('triage.care', 'triage.queue');

    expect((await next('both-hats')).body).toMatchObject({ code: 'rest-suggested', rest: 'cap' });
    expect((await next('both-hats', { goOn: { reason: 'Còn một vụ gấp.' } })).status).toBe(200);
    await under.settled('triage.care', 'triage.queue');
    const last = await next('both-hats', { goOn: { reason: 'Còn nữa.' } });

    expect([last.status, last.body.code]).toEqual([409, 'shift-cap-reached']);
    await rule('shift-cap-cases', 500);
    await rule('severe-run-cases', 50);
  });
});

describe('figures of a unit', () => {
  it('are hidden while they would be about fewer than five people', async () => {
    const { body } = await under.call<UnitCare>('hoa-approver', '/care/unit');
    expect(body).toMatchObject({
      unit: LAM_DONG,
      hidden: true,
      people: null,
      handled: null,
      severe: null,
      wentOn: null,
    });

    await under.database.pool.query(
      `insert into triage_care.handled (person, case_id, unit, at)
       select 'p' || n, gen_random_uuid(), $1, now() from generate_series(1, 5) n`,
      [LAM_DONG],
    );

    const enough = (await under.call<UnitCare>('hoa-approver', '/care/unit')).body;
    expect(enough.hidden).toBe(false);
    expect(enough.people).toBeGreaterThanOrEqual(5);
    expect((await under.call('lan-analyst', '/care/unit')).status).toBe(403);
  });
});
