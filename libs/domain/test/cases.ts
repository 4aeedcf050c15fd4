import type { AcceptedTarget, AttachedReport, CaseEvent, Category, EventData, Proposal } from '#libs/contracts';
import type { MandateFacts, Officer } from '../src/index.js';
import { plusDays } from '../src/index.js';
import { an, binh, NOW } from './people.js';

export const CASE = '018e0000-0000-7000-8000-000000000001';
export const OTHER = '018e0000-0000-7000-8000-000000000002';
export const ORDER = '6f1c2d3e-4a5b-5c6d-8e7f-0123456789ab';
export const REVIEW = '018e0000-0000-7000-8000-0000000000f1';
export const DIGEST = 'a'.repeat(64);
export const OTHER_DIGEST = 'b'.repeat(64);

export const target: AcceptedTarget = {
  state: 'accepted',
  raw: 'http://bad.example.test/page',
  canonicalUrl: 'http://bad.example.test/page',
  requestUrl: 'http://bad.example.test/page',
  contentKey: 'url:bad.example.test/page',
  host: 'bad.example.test',
  domain: 'example.test',
  platform: null,
  flags: [],
  canonicaliserVersion: '1',
};

export const report = (change: Partial<AttachedReport> = {}): AttachedReport => ({
  reportId: '018e0000-0000-7000-8000-0000000000a1',
  channel: 'monitoring-team',
  province: 'lam-dong',
  unit: 'lam-dong',
  source: null,
  categoryHint: null,
  ageBand: null,
  helpNeeded: false,
  childInDanger: false,
  reportedAt: NOW,
  ...change,
});

export const proposal = (change: Partial<Proposal> = {}): Proposal => ({
  caseId: CASE,
  targetIndex: 0,
  category: 'bullying',
  action: 'remove-content',
  scope: { url: target.requestUrl },
  legalBasis: 'luat-tre-em-54',
  reasons: 'reasons',
  proportionality: null,
  harm: { stated: 'harm', verifiedHow: 'how' },
  speech: null,
  providers: null,
  expiresAt: plusDays(NOW, 30),
  ...change,
});

export const competent: MandateFacts = { guard: { guarded: false }, competence: { verdict: 'competent' } };
export const guarded: MandateFacts = {
  ...competent,
  guard: { guarded: true, entry: 'example.test', why: 'essential' },
};
export const letter: MandateFacts = { ...competent, competence: { verdict: 'authority', authority: 'bo-tttt' } };

export const opened = (change: Partial<EventData<'CaseOpened'>> = {}): CaseEvent => ({
  type: 'CaseOpened',
  data: { caseId: CASE, unit: 'lam-dong', province: 'lam-dong', plea: false, target, ...change },
});

export const attached = (change: Partial<AttachedReport> = {}): CaseEvent => ({
  type: 'ReportAttached',
  data: { caseId: CASE, report: report(change) },
});

export const classified = (category: Category = 'bullying', by: Officer = an): CaseEvent => ({
  type: 'CaseClassified',
  data: { caseId: CASE, category, person: by.person, human: by.human },
});

export const proposed = (change: Partial<EventData<'TakedownProposed'>> = {}, by: Officer = an): CaseEvent => ({
  type: 'TakedownProposed',
  data: {
    caseId: CASE,
    digest: DIGEST,
    person: by.person,
    human: by.human,
    unit: by.unit,
    competent: true,
    authority: null,
    proposal: proposal(),
    ...change,
  },
});

export const withdrawn: CaseEvent = {
  type: 'ProposalWithdrawn',
  data: { caseId: CASE, digest: DIGEST, person: 'an' },
};

export const approved = (change: Partial<EventData<'ProposalApproved'>> = {}): CaseEvent => ({
  type: 'ProposalApproved',
  data: {
    caseId: CASE,
    digest: DIGEST,
    person: binh.person,
    human: binh.human,
    unit: binh.unit,
    delegation: null,
    competent: true,
    authority: null,
    proposedBy: an.person,
    proposerHuman: an.human,
    proposal: proposal(),
    platform: null,
    ...change,
  },
});

export const inForce = (expiresAt = plusDays(NOW, 30)): CaseEvent => ({
  type: 'CaseInForce',
  data: { caseId: CASE, order: ORDER, expiresAt },
});

/** The history of a case up to each of its stations. */
export const upTo = {
  open: [opened(), attached()],
  classified: [opened(), attached(), classified()],
  proposed: [opened(), attached(), classified(), proposed()],
  approved: [opened(), attached(), classified(), proposed(), approved()],
  inForce: [opened(), attached(), classified(), proposed(), approved(), inForce()],
} satisfies Record<string, CaseEvent[]>;
