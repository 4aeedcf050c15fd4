import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OnCallList, OnCallResult, OverdueSheet, SupportList } from '#libs/contracts';
import { BOOT, TriageUnderTest } from './triage-under-test.js';
import { HA_NOI, LAM_DONG } from './world.js';

let under: TriageUnderTest;
beforeAll(async () => {
  under = await TriageUnderTest.start();
}, BOOT);
afterAll(() => under.close(), BOOT);

const at = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();

describe('the on-call rota', () => {
  it('names who answers for a plea of help now', async () => {
    const unit = 'bao-tro-lam-dong';
    const body = { person: 'social-worker', from: at(-1), until: at(8) };
    const { status, body: set } = await under.call<OnCallResult>('social-worker', '/on-call', { body });
    expect(status).toBe(200);
    await under.open({ helpNeeded: true });
    await under.settled('triage.rota', 'triage.beside', 'triage.queue');

    const rota = await under.call<OnCallList>('lan-analyst', `/on-call?unit=${unit}&after=${String(set.position)}`);
    expect(rota.body).toMatchObject({ now: 'social-worker', items: [{ id: set.id, setBy: 'social-worker' }] });
    const pleas = await under.call<SupportList>('social-worker', '/support');
    expect(pleas.body.items[0]).toMatchObject({ unit, onCall: 'social-worker' });

    expect((await under.call('hoa-approver', `/on-call/${set.id}/cancel`, { body: {} })).status).toBe(403);
    const off = await under.call<OnCallResult>('social-worker', `/on-call/${set.id}/cancel`, { body: {} });
    await under.settled('triage.rota');
    expect(off.status).toBe(200);
    expect((await under.call<SupportList>('social-worker', '/support')).body.items[0]?.onCall).toBeNull();
  });

  it('takes one person of the unit at a time', async () => {
    const shift = { person: 'lan-analyst', from: at(1), until: at(2) };
    const put = async (body: object) => (await under.call('hoa-approver', '/on-call', { body })).body.code ?? 'ok';
    expect(await put(shift)).toBe('ok');
    expect(await put(shift)).toBe('ok');
    expect(await put({ ...shift, person: 'minh-analyst' })).toBe('already-recorded');
    expect(await put({ ...shift, from: at(3), until: at(4), person: 'hn-analyst' })).toBe('unknown-person');
    expect(await put({ ...shift, until: at(-2) })).toBe('invalid-request');
    expect((await under.events('OnCallSet')).filter(({ data }) => data.unit === LAM_DONG)).toHaveLength(1);
  });
});

describe('the overdue sheet', () => {
  it('says for each accountable unit what is late; the auditor sees all units', async () => {
    const caseId = await under.open();
    const foreign = await under.open({ unit: HA_NOI, province: 'ha-noi' });
    await under.settled();
    await under.database.pool.query(
      `update triage_queue.queue_case set due_at = now() - interval '1 hour',
         due = jsonb_build_array(jsonb_build_object('step', 'decide', 'unit', unit, 'at', now() - interval '1 hour'))
        where case_id = any($1)`,
      [[caseId, foreign]],
    );

    const mine = await under.call<OverdueSheet>('lan-analyst', '/overdue');
    const all = await under.call<OverdueSheet>('kien-auditor', '/overdue');

    expect(mine.body.units).toMatchObject([
      { unit: LAM_DONG, overdue: 1, steps: [{ step: 'decide', overdue: 1, cases: [{ id: caseId }] }] },
    ]);
    expect(all.body.units.map(({ unit }) => unit).sort()).toEqual([HA_NOI, LAM_DONG]);
  });
});

describe('a paper of a case', () => {
  it('is registered with its number, then with the signed copy’s hash, and shown', async () => {
    const caseId = await under.open();
    const paper = { kind: 'letter', number: '45/STTTT', issuedOn: '2026-03-01', title: 'Văn bản đề nghị' };
    await under.ok('lan-analyst', caseId, 'documents', paper);
    await under.ok('hoa-approver', caseId, 'documents', { ...paper, sha256: 'a'.repeat(64) });
    await under.ok('hoa-approver', caseId, 'documents', { ...paper, sha256: 'a'.repeat(64) });

    expect((await under.case('lan-analyst', caseId)).documents).toMatchObject([
      { kind: 'letter', number: '45/STTTT', sha256: 'a'.repeat(64), title: 'Văn bản đề nghị', by: 'hoa-approver' },
    ]);
    expect((await under.events('DocumentRegistered')).filter(({ data }) => data.caseId === caseId)).toHaveLength(2);
    const other = await under.command('lan-analyst', caseId, 'documents', { ...paper, sha256: 'b'.repeat(64) });
    expect([other.status, other.body.code]).toEqual([409, 'already-recorded']);
    expect((await under.command('hn-analyst', caseId, 'documents', paper)).status).toBe(403);
  });
});

describe('assigning', () => {
  it('is to somebody of the unit who may work on cases, and to nobody else', async () => {
    const caseId = await under.open();
    const give = async (body: object) => (await under.command('lan-analyst', caseId, 'assign', body)).body.code ?? 'ok';
    for (const person of ['khong-co', 'hn-analyst', 'police-officer']) {
      expect(await give({ person, reason: 'Giao việc.' })).toBe('unknown-person');
    }
    expect(await give({ person: 'minh-analyst', unit: HA_NOI, reason: 'Giao việc.' })).toBe('unknown-person');
    expect(await give({ person: 'minh-analyst', reason: 'Giao việc.' })).toBe('ok');
  });
});
