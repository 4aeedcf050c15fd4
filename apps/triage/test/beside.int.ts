import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ReferralList, SupportList } from '#libs/contracts';
import { Scheduler } from '../src/timers/scheduler.js';
import { BOOT, TriageUnderTest } from './triage-under-test.js';

let under: TriageUnderTest;
beforeAll(async () => {
  under = await TriageUnderTest.start();
}, BOOT);
afterAll(() => under.close(), BOOT);

const referralsOf = async (who: string, caseId: string): Promise<ReferralList['items']> => {
  await under.settled('triage.beside', 'triage.queue');
  return (await under.call<ReferralList>(who, `/referrals?case=${caseId}`)).body.items;
};
const supportOf = async (who: string, caseId: string): Promise<SupportList['items']> => {
  await under.settled('triage.beside', 'triage.queue');
  return (await under.call<SupportList>(who, `/support?case=${caseId}`)).body.items;
};

describe('a referral', () => {
  it('starts with the classification, to the police of the province, beside the decision', async () => {
    const caseId = await under.open();
    await under.ok('lan-analyst', caseId, 'claim');

    const done = await under.ok('lan-analyst', caseId, 'classify', { category: 'grooming' });

    expect(done.status).toBe('open');
    const [referral] = await referralsOf('lan-analyst', caseId);
    expect(referral).toMatchObject({
      recipient: 'police',
      unit: 'cong-an-lam-dong',
      category: 'grooming',
      state: 'sent',
    });
    expect(referral?.targets[0]?.defanged).toContain('hxxps://');
  });

  it('goes to the hotline for self-harm, and is sent once however often it is classified', async () => {
    const caseId = await under.open();
    await under.ok('lan-analyst', caseId, 'claim');
    for (const category of ['self-harm', 'bullying', 'self-harm'])
      await under.ok('lan-analyst', caseId, 'classify', { category });

    const referrals = await referralsOf('lan-analyst', caseId);

    expect(referrals.map(({ unit }) => unit)).toEqual(['tong-dai-111']);
  });

  it('is received and answered by its unit, by a person or by the unit’s key, and by nobody else', async () => {
    const caseId = await under.open();
    await under.ok('lan-analyst', caseId, 'claim');
    await under.ok('lan-analyst', caseId, 'classify', { category: 'sextortion' });
    const id = (await referralsOf('police-officer', caseId))[0]?.id ?? '';
    const outcome = { outcome: 'in-progress', note: 'Đang xác minh.' };

    const early = await under.call('police-officer', `/referrals/${id}/outcome`, { body: outcome });
    const foreign = await under.call('social-worker', `/referrals/${id}/receive`, { body: {} });
    const received = await under.call('police-key', `/referrals/${id}/receive`, { body: {} });
    const again = await under.call('police-officer', `/referrals/${id}/receive`, { body: {} });
    const answered = await under.call('police-officer', `/referrals/${id}/outcome`, { body: outcome });

    expect([early.body.code, foreign.body.code]).toEqual(['not-received', 'foreign-unit']);
    expect([received.status, again.status, answered.status]).toEqual([200, 200, 200]);
    expect(again.body['position']).toBe(received.body['position']);
    expect(await referralsOf('police-key', caseId)).toMatchObject([{ state: 'outcome', outcome: 'in-progress' }]);
    expect(await referralsOf('social-worker', caseId)).toEqual([]);
    expect(await referralsOf('hn-analyst', caseId)).toEqual([]);
  });

  it('by hand names its recipient; one that the register does not know is refused', async () => {
    const caseId = await under.open();
    const send = (body: object) =>
      under.call('lan-analyst', '/referrals', { body: { caseId, reason: 'Cần can thiệp.', ...body } });

    expect((await send({ recipient: 'social-protection' })).status).toBe(200);
    expect((await send({ recipient: 'unit', unit: 'khong-co' })).body.code).toBe('unknown-entry');
    expect((await send({ recipient: 'unit' })).body.code).toBe('unknown-entry');
    expect((await referralsOf('social-worker', caseId)).map(({ recipient }) => recipient)).toEqual([
      'social-protection',
    ]);
  });

  it('that nobody receives in time is overdue, once', async () => {
    const caseId = await under.open();
    await under.ok('lan-analyst', caseId, 'claim');
    await under.ok('lan-analyst', caseId, 'classify', { category: 'trafficking' });
    await under.settled('triage.due');
    const scheduler = under.running.app.get(Scheduler, { strict: false });
    const later = new Date(Date.now() + 25 * 3_600_000);

    await scheduler.round(later);
    await under.settled('triage.due');
    await scheduler.round(later);

    const overdue = (await under.events('ReferralOverdue')).filter(({ data }) => data.caseId === caseId);
    expect(overdue.map(({ data }) => data.step)).toEqual(['referral-receive']);
  });
});

describe('support', () => {
  it('shows how the child is reached to the unit that has to, and to nobody else', async () => {
    const caseId = await under.open({ helpNeeded: true });
    await under.until(async () => (await under.events('SupportRequested')).find(({ data }) => data.caseId === caseId));

    expect((await supportOf('social-worker', caseId))[0]).toMatchObject({
      state: 'requested',
      safeContact: 'gọi cô giáo chủ nhiệm',
    });
    expect((await supportOf('lan-analyst', caseId))[0]).not.toHaveProperty('safeContact');
    expect(await supportOf('police-officer', caseId)).toEqual([]);
    const history = await under.call('lan-analyst', `/cases/${caseId}/events`);
    expect(history.text).not.toContain('cô giáo');
  });

  it('is offered, provided or declined by its unit; what was given is not undone', async () => {
    const caseId = await under.open({ helpNeeded: true });
    await under.until(async () => (await under.events('SupportRequested')).find(({ data }) => data.caseId === caseId));
    const id = (await supportOf('social-worker', caseId))[0]?.id ?? '';
    const say = (who: string, what: string) =>
      under.call(who, `/support/${id}/${what}`, { body: { note: 'Đã liên hệ gia đình.' } });

    expect((await say('lan-analyst', 'offer')).body.code).toBe('foreign-unit');
    expect((await say('social-worker', 'offer')).status).toBe(200);
    expect((await say('social-worker', 'provided')).status).toBe(200);
    expect((await say('social-worker', 'declined')).body.code).toBe('already-recorded');
    expect((await supportOf('lan-analyst', caseId))[0]?.state).toBe('provided');
  });
});
