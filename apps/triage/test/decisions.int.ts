import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CaseView } from '#libs/contracts';
import { BASIS, LAM_DONG, MINISTRY } from './world.js';
import { BOOT, TriageUnderTest } from './triage-under-test.js';

let under: TriageUnderTest;
beforeAll(async () => {
  under = await TriageUnderTest.start();
}, BOOT);
afterAll(() => under.close(), BOOT);

const BLOCK = {
  action: 'block-host',
  category: 'social-vice',
  legalBasis: BASIS,
  reasons: 'Lôi kéo học sinh đánh bạc.',
  expiresInDays: 90,
};
const REMOVE = {
  action: 'remove-content',
  category: 'bullying',
  legalBasis: BASIS,
  reasons: 'Bắt nạt một học sinh.',
  harm: { stated: 'Em bé bị nêu tên, bỏ học.', verifiedHow: 'Đã gặp nhà trường.' },
  expiresInDays: 30,
};

/** A case claimed and classified by lan-analyst. */
async function classified(category: string, url?: string): Promise<string> {
  const caseId = await under.open(url === undefined ? {} : { url });
  await under.ok('lan-analyst', caseId, 'claim');
  await under.ok('lan-analyst', caseId, 'classify', { category });
  return caseId;
}

async function proposed(body: object = BLOCK, category = 'social-vice'): Promise<{ caseId: string; digest: string }> {
  const caseId = await classified(category);
  const { digest } = await under.ok('lan-analyst', caseId, 'propose', body);
  return { caseId, digest: digest ?? '' };
}

const refusals = async (caseId: string): Promise<unknown[]> =>
  (await under.events('AttemptRefused'))
    .filter(({ data }) => data.caseId === caseId)
    .map(({ data, actor }) => [data.attempt, data.refusal, actor.id]);

describe('proposing', () => {
  it('names exactly what the action reaches, and the page shows what will be approved', async () => {
    const { caseId, digest } = await proposed();

    const view = await under.case('hoa-approver', caseId);
    expect(view).toMatchObject({ status: 'awaiting-approval', category: 'social-vice' });
    expect(view.proposal).toMatchObject({ digest, by: 'lan-analyst', action: 'block-host', competent: true });
    expect(view.proposal?.scope).toEqual({ host: view.target.host });
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('asks for a version (428) and refuses a stale one with the case as it is (409)', async () => {
    const caseId = await classified('social-vice');

    const without = await under.call('lan-analyst', `/cases/${caseId}/propose`, { body: BLOCK });
    const stale = await under.call<{ case: CaseView }>('lan-analyst', `/cases/${caseId}/propose`, {
      body: BLOCK,
      ifMatch: 1,
    });

    expect([without.status, without.body.code]).toEqual([428, 'version-required']);
    expect([stale.status, stale.body.code]).toEqual([409, 'stale-version']);
    expect(stale.body.case).toMatchObject({ id: caseId, category: 'social-vice' });
    expect(stale.headers.get('etag')).toBe(`"${String(stale.body.case.version)}"`);
  });

  it('is decided across reports and notes that arrive meanwhile', async () => {
    const url = 'https://ban-ron.example.test/a';
    const caseId = await classified('social-vice', url);
    const { version } = await under.case('lan-analyst', caseId);
    await under.caseOf(await under.report({ url }));
    await under.ok('minh-analyst', caseId, 'notes', { visibility: 'internal', text: 'Đã gọi nhà trường.' });

    const answer = await under.call('lan-analyst', `/cases/${caseId}/propose`, { body: BLOCK, ifMatch: version });

    expect(answer.status).toBe(200);
  });

  it.each([
    ['a category it was not classified as', { ...BLOCK, category: 'bullying' }, 'not-classified'],
    ['a legal basis nobody knows', { ...BLOCK, legalBasis: 'khong-co' }, 'legal-basis-invalid'],
    [
      'a whole domain without a note on proportionality',
      { ...BLOCK, action: 'block-domain' },
      'proportionality-required',
    ],
    ['a longer time than allowed', { ...BLOCK, expiresInDays: 1_000 }, 'expiry-too-far'],
    ['an end in the past', { ...BLOCK, expiresInDays: undefined, expiresAt: '2020-01-01T00:00:00Z' }, 'expiry-passed'],
    ['a provider nobody knows', { ...BLOCK, providers: ['khong-co'] }, 'unknown-provider'],
    ['a target the case does not have', { ...BLOCK, targetIndex: 7 }, 'no-target'],
  ])('refuses %s', async (_what, body, code) => {
    const caseId = await classified('social-vice');

    const answer = await under.command('lan-analyst', caseId, 'propose', body);

    expect(answer.body.code).toBe(code);
    expect((await under.case('lan-analyst', caseId)).status).toBe('open');
  });

  it('stops at the guard list, its own register included, and keeps the attempt', async () => {
    const known = await classified('social-vice', 'https://www.facebook.com/');
    const own = await classified('social-vice', 'https://trang.thiet-yeu.example/a');

    const answers = [
      await under.command('lan-analyst', known, 'propose', BLOCK),
      await under.command('lan-analyst', own, 'propose', BLOCK),
    ];

    expect(['guarded-target', 'narrower-works']).toContain(answers[0]?.body.code);
    expect([answers[1]?.status, answers[1]?.body.code]).toEqual([422, 'guarded-target']);
    expect(await refusals(own)).toEqual([['propose', 'guarded-target', 'lan-analyst']]);
  });

  it('can be taken back, and says nothing twice', async () => {
    const { caseId } = await proposed();

    const done = await under.ok('lan-analyst', caseId, 'withdraw-proposal');
    const again = await under.ok('lan-analyst', caseId, 'withdraw-proposal');

    expect([done.status, again.position]).toEqual(['open', done.position]);
    expect((await under.case('lan-analyst', caseId)).proposal).toBeUndefined();
  });
});

describe('approving', () => {
  it('takes another person of the unit and exactly the digest that was read; the claim ends with it', async () => {
    const { caseId, digest } = await proposed();

    const done = await under.ok('hoa-approver', caseId, 'approve', { digest });
    const again = await under.ok('hoa-approver', caseId, 'approve', { digest });

    expect([done.status, done.claim, again.position]).toEqual(['approved', undefined, done.position]);
    const [approval] = (await under.events('ProposalApproved')).filter(({ data }) => data.caseId === caseId);
    expect(approval?.data).toMatchObject({
      person: 'hoa-approver',
      proposedBy: 'lan-analyst',
      competent: true,
      digest,
    });
    expect(approval?.actor).toMatchObject({ id: 'hoa-approver', unit: LAM_DONG, role: 'approver' });
  });

  it.each([
    ['the same human being under another account', 'lan-approver', 403, 'self-approval'],
    ['an approver of another unit', 'hn-approver', 403, 'foreign-unit'],
    ['an analyst', 'minh-analyst', 403, 'forbidden'],
  ])('is refused to %s', async (_who, who, status, code) => {
    const { caseId, digest } = await proposed();

    const answer = await under.command(who, caseId, 'approve', { digest });

    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect((await under.case('lan-analyst', caseId)).status).toBe('awaiting-approval');
  });

  it('is refused to whoever proposed while wearing both hats, and that is on record', async () => {
    const caseId = await under.open();
    await under.ok('both-hats', caseId, 'claim');
    await under.ok('both-hats', caseId, 'classify', { category: 'social-vice' });
    const { digest } = await under.ok('both-hats', caseId, 'propose', BLOCK);

    const answer = await under.command('both-hats', caseId, 'approve', { digest });

    expect([answer.status, answer.body.code]).toEqual([403, 'self-approval']);
    expect(await refusals(caseId)).toEqual([['approve', 'self-approval', 'both-hats']]);
  });

  it('names the delegation of whoever signs for somebody', async () => {
    const { caseId, digest } = await proposed();

    await under.ok('thay-approver', caseId, 'approve', { digest });

    const [approval] = (await under.events('ProposalApproved')).filter(({ data }) => data.caseId === caseId);
    expect(approval?.data).toMatchObject({ person: 'thay-approver', delegation: 'thay-approver' });
  });

  it('is refused for a digest that is not the pending one: any change voids what was read', async () => {
    const { caseId, digest } = await proposed();
    await under.ok('lan-analyst', caseId, 'propose', { ...BLOCK, expiresInDays: 30 });

    const answer = await under.command('hoa-approver', caseId, 'approve', { digest });

    expect([answer.status, answer.body.code]).toEqual([409, 'digest-mismatch']);
    expect(await refusals(caseId)).toEqual([['approve', 'digest-mismatch', 'hoa-approver']]);
  });

  it('becomes a letter to the nearest competent superior where the unit is not competent', async () => {
    const { caseId, digest } = await proposed({ ...BLOCK, category: 'csam' }, 'csam');
    expect((await under.case('hoa-approver', caseId)).proposal).toMatchObject({
      competent: false,
      authority: MINISTRY,
    });

    expect((await under.ok('hoa-approver', caseId, 'approve', { digest })).status).toBe('letter-sent');
    expect((await under.command('hn-approver', caseId, 'authority-answered', { note: 'xong rồi' })).status).toBe(403);
    const done = await under.ok('hoa-approver', caseId, 'authority-answered', { note: 'Cục đã yêu cầu gỡ.' });
    expect(done.status).toBe('closed');
    expect((await under.case('lan-analyst', caseId)).closed).toEqual({ outcome: 'authority-answered' });
  });

  it('returns a proposal with a reason, and the case is open work again', async () => {
    const { caseId } = await proposed();

    const done = await under.ok('hoa-approver', caseId, 'return', { reason: 'Nêu rõ căn cứ hơn.' });

    expect(done.status).toBe('open');
    expect((await under.command('minh-analyst', caseId, 'return', { reason: 'xyz' })).status).toBe(403);
  });

  it('waits for a second unit where the target is protected speech', async () => {
    const { caseId, digest } = await proposed({ ...REMOVE, speech: 'complaint' }, 'bullying');

    expect((await under.command('hoa-approver', caseId, 'approve', { digest })).body.code).toBe('second-unit-needed');
    expect((await under.command('hoa-approver', caseId, 'agree', { digest })).body.code).toBe('same-unit');
    expect((await under.case('hn-approver', caseId)).proposal?.agreedBy).toEqual([]);
    await under.ok('hn-approver', caseId, 'agree', { digest });
    expect((await under.ok('hoa-approver', caseId, 'approve', { digest })).status).toBe('approved');
  });
});

describe('dismissing', () => {
  it('one person ends an ordinary case; its target is free for a new one that names it', async () => {
    const url = 'https://het.example.test/a';
    const first = await classified('false-info-child', url);
    const done = await under.ok('lan-analyst', first, 'dismiss', { outcome: 'not-harmful', reason: 'Không gây hại.' });
    await under.settled('triage.queue');

    const second = await under.caseOf(await under.report({ url, unit: LAM_DONG }));

    expect([done.status, done.claim]).toEqual(['dismissed', undefined]);
    expect(second).not.toBe(first);
    expect((await under.case('lan-analyst', second)).related).toMatchObject([{ id: first, status: 'dismissed' }]);
  });

  it('a plea takes two people, by human being', async () => {
    const caseId = await under.open({ helpNeeded: true });
    await under.ok('lan-analyst', caseId, 'claim');
    const outcome = { outcome: 'spam', reason: 'Không có thật.' };

    expect((await under.ok('lan-analyst', caseId, 'dismiss', outcome)).status).toBe('awaiting-dismissal');
    expect((await under.command('lan-approver', caseId, 'dismiss', outcome)).body.code).toBe('second-person-needed');
    expect((await under.ok('minh-analyst', caseId, 'dismiss', outcome)).status).toBe('dismissed');
    expect(await refusals(caseId)).toEqual([['dismiss', 'second-person-needed', 'lan-approver']]);
  });

  it('so does what may have to go to the police, only because a reporter said so', async () => {
    const caseId = await under.open({ category: 'grooming' });
    await under.ok('lan-analyst', caseId, 'claim');

    const done = await under.ok('lan-analyst', caseId, 'dismiss', { outcome: 'not-harmful', reason: 'Không phải.' });

    expect(done.status).toBe('awaiting-dismissal');
  });

  it('is undone by reopening, unless another case holds the target by now', async () => {
    const url = 'https://mo-lai.example.test/a';
    const first = await classified('false-info-child', url);
    await under.ok('lan-analyst', first, 'dismiss', { outcome: 'not-harmful', reason: 'Không gây hại.' });
    expect((await under.ok('lan-analyst', first, 'reopen', { reason: 'Có bằng chứng mới.' })).status).toBe('open');
    await under.ok('lan-analyst', first, 'claim');
    await under.ok('lan-analyst', first, 'dismiss', { outcome: 'not-harmful', reason: 'Vẫn không.' });
    const second = await under.caseOf(await under.report({ url, unit: LAM_DONG }));

    const answer = await under.command('lan-analyst', first, 'reopen', { reason: 'Lần nữa.' });

    expect([answer.status, answer.body.code]).toEqual([409, 'already-open-elsewhere']);
    expect((answer.body as { case?: string }).case).toBe(second);
  });
});
