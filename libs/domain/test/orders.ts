import type { EventData, OrderEvent } from '#libs/contracts';
import type { OrderCommand, Officer } from '../src/index.js';
import { plusDays, referenceOf, statementOf } from '../src/index.js';
import { approved, CASE, competent, DIGEST, ORDER, proposal, target } from './cases.js';
import { an, binh, NOW } from './people.js';

export const APPROVAL = '018e0000-0000-7000-8000-0000000000e1';
export const END = plusDays(NOW, 30);
export const ANSWER_BY = plusDays(NOW, 5);
const CITATION = 'Luật Trẻ em, Điều 54';

/** A host of gambling aimed at children: an order that a DNS filter carries out and that can be widened. */
export const hostProposal = proposal({
  category: 'social-vice',
  action: 'block-url',
  scope: { url: target.requestUrl },
  harm: null,
});

const approval = approved({ proposal: hostProposal });
export const approvalData = approval.data as EventData<'ProposalApproved'>;

export const issue: Extract<OrderCommand, { type: 'issue' }> = {
  type: 'issue',
  orderId: ORDER,
  approval: APPROVAL,
  approved: approvalData,
  now: NOW,
  facts: competent,
  scope: {
    ok: true,
    kind: 'requests',
    providers: [
      { provider: 'isp-a', verdict: 'request' },
      { provider: 'isp-b', verdict: 'not-expressible', reason: 'names-only' },
    ],
  },
  citation: CITATION,
  answerBy: ANSWER_BY,
};

const outward = (decision: 'order' | 'letter') => {
  const facts = { reference: referenceOf(ORDER), action: 'block-url' as const, issuedAt: NOW, expiresAt: END };
  return {
    ...facts,
    legalBasis: 'luat-tre-em-54',
    statement: statementOf({ decision, citation: CITATION, ...facts }),
    target: { url: target.requestUrl },
  };
};

export const issued: OrderEvent = {
  type: 'OrderIssued',
  data: {
    caseId: CASE,
    orderId: ORDER,
    approval: APPROVAL,
    digest: DIGEST,
    category: 'social-vice',
    unit: 'lam-dong',
    approvedBy: 'binh',
    proposedBy: 'an',
    providers: ['isp-a', 'isp-b'],
    platform: null,
    ageBands: [],
    ...outward('order'),
  },
};

export const asked: OrderEvent = {
  type: 'CompetentAuthorityAsked',
  data: {
    caseId: CASE,
    orderId: ORDER,
    approval: APPROVAL,
    authority: 'bo-tttt',
    category: 'social-vice',
    unit: 'lam-dong',
    answerBy: ANSWER_BY,
    ...outward('letter'),
  },
};

const ids = { caseId: CASE, orderId: ORDER };

export const renewalProposed = (by: Officer = an, expiresAt = plusDays(END, 30)): OrderEvent => ({
  type: 'RenewalProposed',
  data: { ...ids, person: by.person, human: by.human, expiresAt, reason: 'still there' },
});
export const renewed = (by: Officer = binh, expiresAt = plusDays(END, 30)): OrderEvent => ({
  type: 'OrderRenewed',
  data: { ...ids, person: by.person, human: by.human, proposedBy: 'an', expiresAt },
});
export const wideningProposed = (by: Officer = an): OrderEvent => ({
  type: 'WideningProposed',
  data: {
    ...ids,
    person: by.person,
    human: by.human,
    provider: 'isp-b',
    action: 'block-host',
    target: { host: target.host },
    reason: 'nothing else lives there',
  },
});
export const widened: OrderEvent = {
  type: 'WideningApproved',
  data: {
    ...ids,
    person: 'binh',
    human: 'binh',
    proposedBy: 'an',
    provider: 'isp-b',
    action: 'block-host',
    target: { host: target.host },
  },
};
export const superseded: OrderEvent = { type: 'OrderSuperseded', data: { ...ids, by: APPROVAL } };
export const withdrawnBy = (person: string): OrderEvent => ({
  type: 'OrderWithdrawn',
  data: { ...ids, person, reason: 'no longer needed' },
});
export const expired: OrderEvent = { type: 'OrderExpired', data: { ...ids, expiresAt: END } };
export const refusedAs = (code: EventData<'OrderRefused'>['code'], detail: string): OrderEvent => ({
  type: 'OrderRefused',
  data: { ...ids, approval: APPROVAL, code, detail },
});
