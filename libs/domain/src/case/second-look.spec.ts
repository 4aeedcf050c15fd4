import { describe, it } from '@jest/globals';
import type { CaseEvent } from '#libs/contracts';
import { givenWhenThen } from '#libs/testing';
import { approved, CASE, competent, DIGEST, OTHER_DIGEST, proposed, upTo } from '../../test/cases.js';
import { an, anAgain, binh, both, ha, NOW } from '../../test/people.js';
import { cases } from './index.js';

const { given } = givenWhenThen(cases);
const pass = {
  type: 'passApproval',
  by: binh,
  now: NOW,
  digest: DIGEST,
  reason: 'a relative of mine',
  to: { person: 'duc', human: 'duc' },
} as const;
const passed: CaseEvent = {
  type: 'ApprovalPassed',
  data: { caseId: CASE, digest: DIGEST, person: 'binh', human: 'binh', to: 'duc', reason: 'a relative of mine' },
};

describe('passing an approval on without a verdict', () => {
  it('leaves the proposal as it is, for the other approver', () => {
    given(...upTo.proposed)
      .when(pass)
      .then(passed);
    given(...upTo.proposed, passed)
      .when({ type: 'approve', by: both, now: NOW, digest: DIGEST, facts: competent })
      .then(approved({ person: 'duc', human: 'duc' }));
  });

  it('is refused to writers, to oneself, without a reason, and for another proposal', () => {
    const state = given(...upTo.proposed);
    state.when({ ...pass, to: { person: 'an-2', human: 'an' } }).thenRefused('self-approval');
    state.when({ ...pass, to: { person: 'binh-2', human: 'binh' } }).thenRefused('second-person-needed');
    state.when({ ...pass, reason: ' ' }).thenRefused('reasons-required');
    state.when({ ...pass, digest: OTHER_DIGEST }).thenRefused('digest-mismatch');
    state.when({ ...pass, by: an }).thenRefused('forbidden');
    given(...upTo.open)
      .when(pass)
      .thenRefused('no-proposal');
  });

  it('stays quiet when it lies with them', () => {
    given(...upTo.proposed, passed)
      .when(pass)
      .then();
  });
});

const view = {
  type: 'recordOwnView',
  by: binh,
  now: NOW,
  digest: DIGEST,
  opinion: 'act',
  note: 'the page speaks for itself',
} as const;
const viewed: CaseEvent = {
  type: 'OwnViewRecorded',
  data: {
    caseId: CASE,
    digest: DIGEST,
    person: 'binh',
    human: 'binh',
    opinion: 'act',
    note: 'the page speaks for itself',
  },
};
const approve = { type: 'approve', by: binh, now: NOW, digest: DIGEST, facts: competent, blind: true } as const;

describe('a blind second look', () => {
  it('asks for the approver’s own view first; then approving is as ever', () => {
    given(...upTo.proposed)
      .when(view)
      .then(viewed);
    given(...upTo.proposed, viewed)
      .when(approve)
      .then(approved());
  });

  it('refuses to approve without it, also after somebody else’s view or one of an earlier proposal', () => {
    given(...upTo.proposed)
      .when(approve)
      .thenRefused('own-view-needed');
    given(...upTo.proposed, viewed)
      .when({ ...approve, by: both })
      .thenRefused('own-view-needed');
    given(...upTo.proposed, viewed, proposed({ digest: OTHER_DIGEST }))
      .when({ ...approve, digest: OTHER_DIGEST })
      .thenRefused('own-view-needed');
  });

  it('takes no view of a writer, of another unit, or of another proposal', () => {
    const state = given(...upTo.proposed);
    state.when({ ...view, by: anAgain }).thenRefused('self-approval');
    state.when({ ...view, by: ha }).thenRefused('foreign-unit');
    state.when({ ...view, by: an }).thenRefused('forbidden');
    state.when({ ...view, digest: OTHER_DIGEST }).thenRefused('digest-mismatch');
  });

  it('counts the first view only', () => {
    given(...upTo.proposed, viewed)
      .when({ ...view, opinion: 'not-act' })
      .then();
  });
});

describe('a paper of the case', () => {
  const paper = {
    type: 'registerDocument',
    by: binh,
    now: NOW,
    documentId: CASE,
    kind: 'proposal',
    number: '12/TTr',
    issuedOn: '2026-03-01',
    sha256: null,
    title: 'Tờ trình',
  } as const;
  const entered = (sha256: string | null): CaseEvent => ({
    type: 'DocumentRegistered',
    data: {
      caseId: CASE,
      documentId: CASE,
      kind: 'proposal',
      number: '12/TTr',
      issuedOn: '2026-03-01',
      sha256,
      digest: DIGEST,
      person: 'binh',
      title: 'Tờ trình',
    },
  });

  it('is entered with its number, and with the signed copy’s hash once there is one', () => {
    given(...upTo.proposed)
      .when(paper)
      .then(entered(null));
    given(...upTo.proposed, entered(null))
      .when({ ...paper, sha256: 'c'.repeat(64) })
      .then(entered('c'.repeat(64)));
  });

  it('never gets another copy under the same number, and none from another unit', () => {
    given(...upTo.proposed, entered('c'.repeat(64)))
      .when({ ...paper, sha256: 'd'.repeat(64) })
      .thenRefused('already-recorded');
    given(...upTo.proposed)
      .when({ ...paper, by: ha })
      .thenRefused('foreign-unit');
  });

  it('stays quiet when it is there', () => {
    given(...upTo.proposed, entered('c'.repeat(64)))
      .when({ ...paper, sha256: 'c'.repeat(64) })
      .then();
  });
});
