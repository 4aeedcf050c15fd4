import { Timers } from '#apps/dispatch';
import type { ChangeDecided, ChangeProposed, OrderView, ReportAccepted } from '#libs/contracts';
import { HA_NOI, LAM_DONG, OneCase, freshLink } from './one-case.js';
import type { Product } from './product.js';

/** What this history does not come by: no handler listens to any of it, only read models fold it. */
export const NOT_LIVED = [
  'AnswerLinkIssued',
  'AnswerLinkRevoked',
  'ApprovalPassed',
  'AttemptRefused',
  'BlockRechecked',
  'CaseMerged',
  'CaseReopened',
  'CategorySuggested',
  'ClaimExpired',
  'ClaimRenewed',
  'CompetentAuthorityAsked',
  'DocumentRegistered',
  'EnforcementNotSeen',
  'EnforcementVerified',
  'EntryRejected',
  'EvidenceExported',
  'FindingAnswered',
  'FindingClosed',
  'FindingRaised',
  'LetterAnswered',
  'LetterIssued',
  'LetterSent',
  'LiftNotSeen',
  'LiftOverdue',
  'LiftVerified',
  'OnCallCancelled',
  'OnCallSet',
  'OrderSuperseded',
  'OutcomeRecorded',
  'OwnViewRecorded',
  'ProposalWithdrawn',
  'ReferralOverdue',
  'ReferralReceived',
  'ReferralSent',
  'RequestNotExpressible',
  'RequestParked',
  'RequestRefused',
  'RequestResent',
  'RestDeclined',
  'SecondUnitAgreed',
  'SelfReportReceived',
  'SupportDeclined',
  'SupportOffered',
  'SupportOverdue',
  'SupportProvided',
  'TargetCorrected',
  'TextRevealed',
  'WideningApproved',
  'WideningProposed',
];

/**
 * Cases that live most of what a case can: reports that meet, a plea, an order enforced and lifted, a school's list that is put right, an order
 * refused, one renewed, and the end of what nobody ended. Every event type that a handler listens to comes by.
 */
export async function live(product: Product): Promise<void> {
  const report = (body: object): Promise<ReportAccepted> =>
    product.ok(LAM_DONG.channel, '/reports', { body: { province: LAM_DONG.province, ...body } });
  const link = freshLink();
  for (let n = 0; n < 4; n += 1) await report({ urls: [link, freshLink()] });
  await report({ urls: ['khong phai lien ket', link] });
  await report({ urls: [freshLink()], helpNeeded: true, note: 'Cháu cần giúp.' });

  const blocked = await OneCase.open(product);
  await blocked.approved();
  for (const { provider, item } of await blocked.requests()) {
    await product.ok(provider, `/requests/${item.id}/acknowledge`, { body: {} });
    await product.ok(provider, `/requests/${item.id}/enforced`, { body: {} });
  }
  await inForce(product, blocked);
  const { id } = await blocked.order();
  await product.ok(LAM_DONG.approver, `/orders/${id}/withdraw`, { body: { reason: 'Nội dung đã được gỡ.' } });
  for (const { provider, item } of await blocked.requests('lift'))
    await product.ok(provider, `/requests/${item.id}/lifted`, { body: {} });

  const kept = await OneCase.open(product);
  await kept.approved({ category: 'age-inappropriate', action: 'restrict-age', ageBands: ['11-14'] });
  const { target }: OrderView = await kept.order();
  await inForce(product, kept);
  await product.settled();
  const entry = 'url' in target ? target.url : 'host' in target ? target.host : target.domain;
  const school = product.credentials.keys.find(({ role }) => role === 'school')?.name ?? '';
  const wrong = { entry, ageBand: '11-14', reason: 'Đây là trang ôn tập của trường.' };
  await product.ok(school, '/appeals/school', { body: wrong });
  await product.settled();
  const { version } = await kept.read(HA_NOI.approver);
  await product.ok(HA_NOI.approver, `/cases/${kept.id}/decide-review`, {
    body: { outcome: 'upheld', reason: 'Trang học tập.' },
    headers: { 'if-match': `"${String(version)}"` },
  });
  await product.settled();
  await returnedAndDismissed(product);
  await refused(product);
  await renewedAndExpired(product);
}

/** One comes back from the approver and ends there; another goes to the other unit. */
async function returnedAndDismissed(product: Product): Promise<void> {
  const one = await (await OneCase.open(product)).proposed();
  const text = 'Đã gọi cho nhà trường.';
  await product.ok(LAM_DONG.analyst, `/cases/${one.id}/notes`, { body: { visibility: 'internal', text } });
  await one.command(LAM_DONG.approver, 'return', { reason: 'Cần nêu rõ vì sao biện pháp hẹp hơn không đủ.' });
  const end = { outcome: 'not-reachable', reason: 'Nội dung không còn nữa.' };
  for (const who of [LAM_DONG.analyst, LAM_DONG.approver]) await one.command(who, 'dismiss', end);
  const other = await (await OneCase.open(product)).claimed();
  await other.command(LAM_DONG.analyst, 'assign', { unit: HA_NOI.unit, reason: 'Trường thuộc địa bàn đơn vị bạn.' });
}

/** A name is guarded after its case was approved and before that became an order. */
async function refused(product: Product): Promise<void> {
  const one = await (await OneCase.open(product)).proposed();
  const { target } = await one.read();
  const host = 'host' in target ? String(target.host) : '';
  const value = { ...FROM_TODAY, name: host, source: 'Đề nghị của nhà trường', why: 'Cổng thông tin của trường.' };
  const guard = await proposed(product, 'guard', `truong-${host}`, value);
  await withholding(product, 'dispatch.decisions', async () => {
    await one.approve();
    await guard.approved();
    // Dispatch decides by the registers as it has them: an approval does not wait for what came after it.
    await product.settled('dispatch.decisions');
  });
  await product.settled();
}

/** Two approvers name a later end; then that has come, for this order and for everything else that waits. */
async function renewedAndExpired(product: Product): Promise<void> {
  const second = await secondApprover(product);
  const one = await OneCase.open(product);
  await one.approved();
  const { id } = await one.order();
  const end = Date.now() + 60 * 24 * 3_600_000;
  const body = { expiresAt: new Date(end).toISOString(), reason: 'Trang vẫn còn.' };
  for (const who of [LAM_DONG.approver, second.login]) await product.ok(who, `/orders/${id}/renew`, { body });
  await second.retired();
  await product.settled();
  await product.running.app.get(Timers, { strict: false }).run(new Date(end + 1_000));
  await product.settled();
}

const FROM_TODAY = { validFrom: '2020-01-01T00:00:00.000Z', validTo: null };

/** A change of a register that one administrator proposed; `approved` by the other it counts. */
async function proposed(product: Product, kind: string, entry: string, value: unknown) {
  const [one = '', other = ''] = product.credentials.users
    .filter(({ role }) => role === 'administrator')
    .map(({ login }) => login);
  const change = await product.ok<ChangeProposed>(
    one,
    value === null ? `/registers/${kind}/${entry}/retire` : `/registers/${kind}`,
    value === null ? { method: 'POST' } : { body: { id: entry, value } },
  );
  const approved = (): Promise<ChangeDecided> =>
    product.ok(other, `/registers/${kind}/${entry}/approve`, { body: { changeId: change.changeId } });
  return { ...change, approved };
}

/** The demonstration's units have one approver each; a renewal needs two. */
async function secondApprover(product: Product): Promise<{ login: string; retired: () => Promise<unknown> }> {
  const [login, password] = ['phe-duyet-lam-dong-2', 'mot mat khau dai cho nguoi thu hai'];
  const person = {
    login,
    name: 'Đinh Thị Mơ',
    unit: LAM_DONG.unit,
    roles: ['approver'],
    human: login,
    delegateOf: null,
  };
  const change = await proposed(product, 'person', login, { ...FROM_TODAY, ...person });
  const { invitationPart } = await change.approved();
  const invitation = `${change.invitationPart ?? ''}.${invitationPart ?? ''}`;
  await product.ok(null, `/invitations/${invitation}`, { body: { password } });
  product.credentials.users.push({ login, password, role: 'approver', unit: LAM_DONG.unit });
  return { login, retired: async () => (await proposed(product, 'person', login, null)).approved() };
}

/** Does something while a subscription's checkpoint is held by somebody else: what it brings reaches the subscription afterwards only. */
async function withholding(product: Product, subscription: string, act: () => Promise<void>): Promise<void> {
  const client = await product.database.pool.connect();
  try {
    await client.query('begin');
    await client.query(`select from messaging.checkpoint where split_part(subscription, '/', 1) = $1 for update`, [
      subscription,
    ]);
    await act();
  } finally {
    await client.query('rollback');
    client.release();
  }
}

const inForce = (product: Product, one: OneCase): Promise<true> =>
  product.until('in force', async () => ((await one.read()).status === 'in-force' ? true : undefined));
