import { describe, expect, it } from '@jest/globals';
import type { CaseEvent } from '#libs/contracts';
import { givenWhenThen } from '#libs/testing';
import { attached, CASE, classified, opened, upTo } from '../../test/cases.js';
import { an, anAgain, binh, claimOf, ha, NOW, tu } from '../../test/people.js';
import { cases } from './index.js';

const { given } = givenWhenThen(cases);
const dismiss = {
  type: 'dismiss',
  outcome: 'not-harmful',
  reason: 'looked at it',
  by: an,
  claim: claimOf(an),
  now: NOW,
} as const;
const confirm = { ...dismiss, by: tu, claim: null } as const;

const dismissed = (proposer: string | null, person: string): CaseEvent => ({
  type: 'CaseDismissed',
  data: {
    caseId: CASE,
    outcome: 'not-harmful',
    person,
    human: person,
    proposedBy: proposer,
    proposerHuman: proposer,
    reason: 'looked at it',
  },
});
const proposedBy = (person: string): CaseEvent => ({
  type: 'DismissalProposed',
  data: { caseId: CASE, outcome: 'not-harmful', person, human: person, reason: 'looked at it' },
});
const suggested: CaseEvent = {
  type: 'CategorySuggested',
  data: { caseId: CASE, category: 'grooming', score: 0.3, model: 'rules', modelVersion: '1', reasons: [] },
};

describe('dismissing what is no plea', () => {
  it('takes one person with the claim and a reason', () => {
    given(...upTo.classified)
      .when(dismiss)
      .then(dismissed(null, 'an'));
  });

  it('is refused without a claim, a reason, or in another unit', () => {
    const state = given(...upTo.classified);
    state.when({ ...dismiss, claim: null }).thenRefused('claim-required');
    state.when({ ...dismiss, reason: ' ' }).thenRefused('reasons-required');
    state.when({ ...dismiss, by: ha }).thenRefused('foreign-unit');
  });

  it('is refused while a proposal waits or an order is in force', () => {
    given(...upTo.proposed)
      .when(dismiss)
      .thenRefused('case-not-open');
    given(...upTo.inForce)
      .when(dismiss)
      .thenRefused('case-not-open');
  });

  it('stays quiet when the same person dismissed it', () => {
    given(...upTo.classified, dismissed(null, 'an'))
      .when(dismiss)
      .then();
  });
});

describe('dismissing a plea or a possible referral takes two people', () => {
  const pleas: [string, CaseEvent[]][] = [
    ['help was asked for', [opened({ plea: true })]],
    ['a later report asks for help', [opened(), attached({ helpNeeded: true })]],
    ['a child may be in danger', [opened(), attached({ childInDanger: true })]],
    ['a reporter hinted at a referral category', [opened(), attached({ categoryHint: 'social-vice' })]],
    ['a referral category was suggested', [opened(), suggested]],
    ['it is classified so', [opened(), classified('csam')]],
    ['it was classified so once', [opened(), classified('csam'), classified('bullying')]],
    [
      'such a case was merged into it',
      [
        opened(),
        {
          type: 'CaseMerged',
          data: {
            caseId: CASE,
            from: '018e0000-0000-7000-8000-000000000009',
            into: CASE,
            person: 'tu',
            plea: false,
            possibleReferral: true,
            reports: [],
            targets: [],
          },
        },
      ],
    ],
  ];

  it.each(pleas)('when %s', (_, history) => {
    given(...history)
      .when(dismiss)
      .then(proposedBy('an'));
    given(...history, proposedBy('an'))
      .when(confirm)
      .then(dismissed('an', 'tu'));
  });

  const waiting = [opened({ plea: true }), proposedBy('an')];

  it('never the same human being, whichever account', () => {
    given(...waiting)
      .when(dismiss)
      .thenRefused('second-person-needed');
    given(...waiting)
      .when({ ...confirm, by: anAgain })
      .thenRefused('second-person-needed');
  });

  it('and both mean the same outcome, in the leading unit', () => {
    given(...waiting)
      .when({ ...confirm, outcome: 'spam' })
      .thenRefused('digest-mismatch');
    given(...waiting)
      .when({ ...confirm, by: ha })
      .thenRefused('foreign-unit');
  });

  it('stays quiet when the second person repeats it', () => {
    given(...waiting, dismissed('an', 'tu'))
      .when(confirm)
      .then();
  });
});

describe('reopening', () => {
  const reopen = { type: 'reopen', reason: 'new evidence', by: binh, now: NOW } as const;
  const reopened: CaseEvent = {
    type: 'CaseReopened',
    data: { caseId: CASE, person: 'binh', reason: 'new evidence' },
  };

  it('brings back what was dismissed or ended, or a dismissal that is not confirmed', () => {
    given(...upTo.classified, dismissed(null, 'an'))
      .when(reopen)
      .then(reopened);
    given(opened({ plea: true }), proposedBy('an'))
      .when(reopen)
      .then(reopened);
    given(...upTo.inForce, { type: 'CaseClosed', data: { caseId: CASE, outcome: 'expired', order: null } })
      .when(reopen)
      .then(reopened);
  });

  it('keeps the classification, and whoever made it a writer of what comes next', () => {
    const state = cases.fold([...upTo.classified, dismissed(null, 'tu'), reopened]);
    expect(state).toMatchObject({ status: 'open', classified: { category: 'bullying' }, contributors: ['an'] });
  });

  it('is refused while something is decided or in force, without a reason, and to another unit', () => {
    for (const history of [upTo.proposed, upTo.approved, upTo.inForce]) {
      given(...history)
        .when(reopen)
        .thenRefused('not-dismissed');
    }
    const state = given(...upTo.classified, dismissed(null, 'an'));
    state.when({ ...reopen, reason: '' }).thenRefused('reasons-required');
    state.when({ ...reopen, by: ha }).thenRefused('foreign-unit');
  });

  it('stays quiet when it is open', () => {
    given(...upTo.classified)
      .when(reopen)
      .then();
  });
});

describe('taking a dismissal back', () => {
  const undo = { type: 'undoDismissal', by: an, now: NOW, since: NOW, seconds: 30 } as const;
  const undone: CaseEvent = {
    type: 'CaseReopened',
    data: { caseId: CASE, person: 'an', why: 'undo', reason: null },
  };

  it('is for whoever gave it, within the window, and needs no reason', () => {
    given(...upTo.classified, dismissed(null, 'an'))
      .when(undo)
      .then(undone);
    given(opened({ plea: true }), proposedBy('an'))
      .when({ ...undo, by: anAgain, now: '2026-03-01T02:00:30.000Z' })
      .then({ ...undone, data: { ...undone.data, person: 'an-2' } });
  });

  it('is refused to anybody else, after the window, and where nothing was dismissed', () => {
    const state = given(...upTo.classified, dismissed(null, 'an'));
    state.when({ ...undo, by: tu }).thenRefused('forbidden');
    state.when({ ...undo, by: ha }).thenRefused('foreign-unit');
    state.when({ ...undo, now: '2026-03-01T02:00:30.001Z' }).thenRefused('undo-lapsed');
    given(...upTo.proposed)
      .when(undo)
      .thenRefused('not-dismissed');
  });

  it('stays quiet when it is open again', () => {
    given(...upTo.classified, dismissed(null, 'an'), undone)
      .when(undo)
      .then();
  });

  it('leaves the preset reason on record, and the case as it was before', () => {
    given(...upTo.classified)
      .when({ ...dismiss, preset: 'looked-harmless' })
      .then({
        type: 'CaseDismissed',
        data: { ...dismissed(null, 'an').data, preset: 'looked-harmless' },
      } as CaseEvent);
    const state = cases.fold([...upTo.classified, dismissed(null, 'an'), undone]);
    expect(state).toMatchObject({ status: 'open', classified: { category: 'bullying' } });
  });
});
