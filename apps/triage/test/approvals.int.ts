import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApproverFigures, CaseHistory, CaseView, ColleagueList } from '#libs/contracts';
import { BOOT, TriageUnderTest } from './triage-under-test.js';
import { BASIS, LAM_DONG } from './world.js';

let under: TriageUnderTest;
beforeAll(async () => {
  under = await TriageUnderTest.start();
}, BOOT);
afterAll(() => under.close(), BOOT);

const words = {
  action: 'block-host',
  category: 'social-vice',
  legalBasis: BASIS,
  reasons: 'Lôi kéo học sinh đánh bạc.',
  expiresInDays: 30,
};

const proposed = async (): Promise<{ caseId: string; digest: string }> => {
  const caseId = await under.open();
  await under.ok('minh-analyst', caseId, 'claim');
  await under.ok('minh-analyst', caseId, 'classify', { category: 'social-vice' });
  const { digest } = await under.ok('minh-analyst', caseId, 'propose', words);
  return { caseId, digest: digest ?? '' };
};

describe('a returned and amended proposal', () => {
  it('shows the approver what is different from the one before, and why that was returned', async () => {
    const { caseId } = await proposed();
    expect((await under.case('hoa-approver', caseId)).proposal?.earlier).toBeUndefined();
    await under.ok('hoa-approver', caseId, 'return', { reason: 'Nêu rõ hơn.' });
    await under.ok('minh-analyst', caseId, 'propose', { ...words, reasons: 'Trang mời cược, có nút nạp tiền.' });

    const { proposal } = await under.case('hoa-approver', caseId);

    expect(proposal?.earlier).toMatchObject({ how: 'returned', by: 'hoa-approver', reason: 'Nêu rõ hơn.' });
    const changed = proposal?.earlier?.changes.filter(({ field }) => field !== 'expiresAt');
    expect(changed).toEqual([
      { field: 'reasons', before: 'Lôi kéo học sinh đánh bạc.', after: 'Trang mời cược, có nút nạp tiền.' },
    ]);
  });
});

describe('returning without a verdict', () => {
  it('gives the proposal to another approver of the unit, who finds it in "my work"', async () => {
    const { caseId, digest } = await proposed();
    const body = { digest, to: 'lan-approver', reason: 'Người nhà có liên quan.' };
    await under.ok('hoa-approver', caseId, 'pass', body);
    await under.settled('triage.queue');

    expect((await under.case('hoa-approver', caseId)).proposal?.passedTo).toBe('lan-approver');
    const mine = await under.call<{ items: { id: string }[] }>('lan-approver', '/cases?claimedBy=me');
    expect(mine.body.items.map(({ id }) => id)).toContain(caseId);
    expect((await under.ok('lan-approver', caseId, 'approve', { digest })).status).toBe('approved');
  });

  it('is refused for people who are no approvers of the unit', async () => {
    const { caseId, digest } = await proposed();
    for (const to of ['hn-approver', 'lan-analyst', 'khong-co']) {
      const answer = await under.command('hoa-approver', caseId, 'pass', { digest, to, reason: 'xxx' });
      expect([answer.status, answer.body.code]).toEqual([422, 'unknown-person']);
    }
  });
});

describe('the blind second look', () => {
  it('hides who proposed and why until the approver recorded an own view, wherever it stands', async () => {
    await under.enter('policy', 'xem-doc-lap', { name: 'blind-second-look', unit: LAM_DONG, value: 1, source: 'thử' });
    const { caseId, digest } = await proposed();

    const blind = await under.call<CaseView>('hoa-approver', `/cases/${caseId}`);
    const history = await under.call<CaseHistory>('hoa-approver', `/cases/${caseId}/events`);
    for (const { text } of [blind, history]) {
      expect(text).not.toContain('minh-analyst');
      expect(text).not.toContain('đánh bạc');
    }
    expect(blind.body.proposal).toMatchObject({ hidden: true, by: null, reasons: null, action: 'block-host' });
    expect((await under.case('kien-auditor', caseId)).proposal).toMatchObject({ hidden: false, by: 'minh-analyst' });
    expect((await under.command('hoa-approver', caseId, 'approve', { digest })).body.code).toBe('own-view-needed');

    await under.ok('hoa-approver', caseId, 'own-view', { digest, opinion: 'act', note: 'Rõ ràng.' });

    expect((await under.case('hoa-approver', caseId)).proposal).toMatchObject({
      hidden: false,
      by: 'minh-analyst',
      ownViews: [{ by: 'hoa-approver', opinion: 'act' }],
    });
    expect((await under.case('thay-approver', caseId)).proposal).toMatchObject({ hidden: true, ownViews: [] });
    expect((await under.ok('hoa-approver', caseId, 'approve', { digest })).status).toBe('approved');
    await under.enter('policy', 'xem-doc-lap', { name: 'blind-second-look', unit: LAM_DONG, value: 0, source: 'thử' });
  });
});

describe('an approver’s own figures', () => {
  it('count what they decided and how long they looked, for them alone', async () => {
    const [one, two] = [await proposed(), await proposed()];
    await under.case('thay-approver', one.caseId);
    await under.ok('thay-approver', one.caseId, 'approve', { digest: one.digest });
    await under.case('thay-approver', two.caseId);
    const { position } = await under.ok('thay-approver', two.caseId, 'return', { reason: 'Thiếu.' });

    const { body } = await under.call<ApproverFigures>('thay-approver', `/approvals/mine?after=${String(position)}`);

    expect(body).toMatchObject({ approved: 1, returned: 1, passed: 0, shareReturned: 0.5, withinTenSeconds: 2 });
    expect(body.medianSeconds).toBeGreaterThan(0);
    expect((await under.call('lan-analyst', '/approvals/mine')).status).toBe(403);
  });
});

describe('colleagues', () => {
  it('are the people of a unit, and who signs for whom', async () => {
    const { body } = await under.call<ColleagueList>('lan-analyst', '/colleagues?role=approver');
    expect(body.items.map(({ id }) => id)).toEqual(['both-hats', 'hoa-approver', 'lan-approver', 'thay-approver']);
    expect(body.items.at(-1)).toMatchObject({ delegateOf: 'hoa-approver', validTo: null });
  });
});
