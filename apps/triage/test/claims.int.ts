import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CaseView } from '#libs/contracts';
import { Scheduler } from '../src/timers/scheduler.js';
import { BOOT, TriageUnderTest } from './triage-under-test.js';

let under: TriageUnderTest;
beforeAll(async () => {
  under = await TriageUnderTest.start();
}, BOOT);
afterAll(() => under.close(), BOOT);

const inMinutes = (minutes: number): Date => new Date(Date.now() + minutes * 60_000);

describe('claiming', () => {
  it('gives the case to one analyst for half an hour, with a fencing token', async () => {
    const caseId = await under.open();

    const done = await under.ok('lan-analyst', caseId, 'claim');

    expect(done.claim).toMatchObject({ by: 'lan-analyst', unit: 'to-lam-dong', token: 1 });
    const minutes = (Date.parse(done.claim?.until ?? '') - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(29);
    expect(minutes).toBeLessThanOrEqual(30);
    // A claim is not material: what was read before it can still be decided on.
    expect(done.version).toBe(1);
  });

  it('of two analysts at once exactly one gets it', async () => {
    const caseId = await under.open();

    const answers = await Promise.all(
      ['lan-analyst', 'minh-analyst'].map((who) => under.command(who, caseId, 'claim')),
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('claimed-by-another');
  });

  it('stays quiet when it is mine already', async () => {
    const caseId = await under.open();
    const first = await under.ok('lan-analyst', caseId, 'claim');

    expect((await under.ok('lan-analyst', caseId, 'claim')).position).toBe(first.position);
  });

  it('is refused to another unit, and that is on record', async () => {
    const caseId = await under.open();

    const answer = await under.command('hn-analyst', caseId, 'claim');

    expect([answer.status, answer.body.code]).toEqual([403, 'foreign-unit']);
    const attempts = (await under.events('AttemptRefused')).filter(({ data }) => data.caseId === caseId);
    expect(attempts.map(({ data, actor }) => [data.attempt, data.refusal, actor.id])).toEqual([
      ['claim', 'foreign-unit', 'hn-analyst'],
    ]);
  });

  it('is renewed by its holder only, and given back', async () => {
    const caseId = await under.open();
    await under.ok('lan-analyst', caseId, 'claim');

    expect((await under.command('minh-analyst', caseId, 'renew')).body.code).toBe('claimed-by-another');
    expect((await under.ok('lan-analyst', caseId, 'renew')).claim?.token).toBe(2);
    expect((await under.ok('lan-analyst', caseId, 'release')).claim).toBeUndefined();
    expect((await under.ok('minh-analyst', caseId, 'claim')).claim?.by).toBe('minh-analyst');
  });

  it('expires by the timer, once, and the case is free again', async () => {
    const caseId = await under.open();
    await under.ok('lan-analyst', caseId, 'claim');
    await under.settled('triage.due');
    const scheduler = under.running.app.get(Scheduler, { strict: false });

    await Promise.all([scheduler.round(inMinutes(31)), scheduler.round(inMinutes(31))]);
    await under.settled('triage.due');
    await scheduler.round(inMinutes(31));

    const expired = (await under.events('ClaimExpired')).filter(({ data }) => data.caseId === caseId);
    expect(expired).toHaveLength(1);
    expect((await under.case('lan-analyst', caseId)).claim).toBeUndefined();
  });
});

describe('a decision under a claim', () => {
  it('is refused without one', async () => {
    const caseId = await under.open();

    const answer = await under.command('lan-analyst', caseId, 'classify', { category: 'social-vice' });

    expect([answer.status, answer.body.code]).toEqual([409, 'claim-required']);
  });

  it('is refused under a stale one that somebody else took over, and that is on record', async () => {
    const caseId = await under.open();
    await under.ok('lan-analyst', caseId, 'claim');
    await under.ok('hoa-approver', caseId, 'release');
    await under.ok('minh-analyst', caseId, 'claim');

    const answer = await under.command('lan-analyst', caseId, 'classify', { category: 'social-vice' });

    expect([answer.status, answer.body.code]).toEqual([409, 'claimed-by-another']);
    const attempts = (await under.events('AttemptRefused')).filter(({ data }) => data.caseId === caseId);
    expect(attempts.map(({ data }) => data.refusal)).toEqual(['claimed-by-another']);
  });

  it('that raced a take-over is never appended: either it came first or it is refused', async () => {
    const caseId = await under.open();
    await under.ok('lan-analyst', caseId, 'claim');

    const [classified, released] = await Promise.all([
      under.command('lan-analyst', caseId, 'classify', { category: 'bullying' }),
      under.command('hoa-approver', caseId, 'release'),
    ]);

    expect(released.status).toBe(200);
    const events = await under.events('CaseClassified', 'ClaimReleased');
    const order = events.filter(({ data }) => data.caseId === caseId).map(({ type }) => type);
    expect(order).toEqual(classified.status === 200 ? ['CaseClassified', 'ClaimReleased'] : ['ClaimReleased']);
  });
});

describe('the next case', () => {
  it('is the most urgent one, and nobody gets what another was given', async () => {
    const wanted = await Promise.all([
      under.open({ category: 'csam' }),
      under.open({ category: 'csam' }),
      under.open({ category: 'csam' }),
      under.open({ category: 'csam' }),
    ]);
    await under.settled('triage.queue');

    const answers = await Promise.all(
      ['lan-analyst', 'minh-analyst', 'both-hats', 'lan-analyst'].map((who) =>
        under.call<CaseView>(who, '/cases/next', { body: {} }),
      ),
    );

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const given = answers.map(({ body }) => body.id);
    expect(new Set(given).size).toBe(4);
    expect([...given].sort()).toEqual([...wanted].sort());
    expect(answers[0]?.body.claim?.by).toBe('lan-analyst');
    expect(answers[0]?.headers.get('etag')).toBe(`"${String(answers[0]?.body.version)}"`);
  });

  it('is nothing when nothing waits', async () => {
    const answer = await under.call('hn-analyst', '/cases/next', { body: { category: 'csam' } });

    expect(answer.status).toBe(204);
  });
});
