import { describe, expect, it } from '@jest/globals';
import type { CaseEvent, ReviewOutcome } from '#libs/contracts';
import { givenWhenThen } from '#libs/testing';
import { approved, CASE, inForce, ORDER, OTHER, proposed, REVIEW, upTo } from '../../test/cases.js';
import { anAgain, binh, both, ha, hoa, NOW } from '../../test/people.js';
import { plusDays } from '../time/instant.js';
import { cases } from './index.js';

const { given } = givenWhenThen(cases);
const END = plusDays(NOW, 30);

describe('an order comes into force', () => {
  const force = { type: 'inForce', order: ORDER, expiresAt: END } as const;

  it('after an approval, and anew with each renewal', () => {
    given(...upTo.approved)
      .when(force)
      .then(inForce(END));
    const renewed = plusDays(END, 30);
    given(...upTo.inForce)
      .when({ ...force, expiresAt: renewed })
      .then(inForce(renewed));
  });

  it('is refused where nothing was approved', () => {
    for (const history of [upTo.open, upTo.proposed]) {
      given(...history)
        .when(force)
        .thenRefused('case-not-open');
    }
  });

  it('stays quiet when it is', () => {
    given(...upTo.inForce)
      .when(force)
      .then();
  });
});

describe('a review', () => {
  const ask = { type: 'requestReview', order: ORDER, reviewId: REVIEW, reason: 'mine', contact: null } as const;
  const asked = (reviewId = REVIEW): CaseEvent => ({
    type: 'ReviewRequested',
    data: { caseId: CASE, order: ORDER, reviewId, reason: 'mine', contact: null },
  });
  const decide = {
    type: 'decideReview',
    reviewId: REVIEW,
    outcome: 'upheld',
    reason: 'right',
    by: ha,
    now: NOW,
  } as const;
  const decided = (outcome: ReviewOutcome = 'upheld'): CaseEvent => ({
    type: 'ReviewDecided',
    data: { caseId: CASE, order: ORDER, reviewId: REVIEW, outcome, person: 'ha', human: 'ha', reason: 'right' },
  });

  it('can be asked for by whoever has the reference, more than once', () => {
    given(...upTo.inForce)
      .when(ask)
      .then(asked());
    given(...upTo.inForce, asked())
      .when({ ...ask, reviewId: OTHER })
      .then(asked(OTHER));
  });

  it('can be asked for and decided from the approval on, and waits on when a provider has answered', () => {
    given(...upTo.approved)
      .when(ask)
      .then(asked());
    given(...upTo.approved, asked())
      .when(decide)
      .then(decided());
    given(...upTo.approved, asked(), ...upTo.inForce.slice(upTo.approved.length))
      .when(decide)
      .then(decided());
    given(...upTo.approved, asked(), decided(), ...upTo.inForce.slice(upTo.approved.length))
      .when({ ...decide, outcome: 'rejected' })
      .thenRefused('no-review');
  });

  it('is refused where that order is not in force', () => {
    for (const until of [upTo.open, upTo.proposed]) {
      given(...until)
        .when(ask)
        .thenRefused('order-not-in-force');
    }
    given(...upTo.inForce)
      .when({ ...ask, order: OTHER })
      .thenRefused('order-not-in-force');
  });

  it('stays quiet when it was asked for, also after it was decided', () => {
    given(...upTo.inForce, asked())
      .when(ask)
      .then();
    given(...upTo.inForce, asked(), decided('rejected'))
      .when(ask)
      .then();
  });

  it('is decided by a third person, of whichever unit', () => {
    given(...upTo.inForce, asked())
      .when(decide)
      .then(decided());
    given(...upTo.inForce, asked())
      .when({ ...decide, by: both, outcome: 'rejected' })
      .then({
        type: 'ReviewDecided',
        data: {
          caseId: CASE,
          order: ORDER,
          reviewId: REVIEW,
          outcome: 'rejected',
          person: 'duc',
          human: 'duc',
          reason: 'right',
        },
      });
  });

  it('is refused to the approver, the proposer under any account, and an earlier writer', () => {
    const state = given(...upTo.inForce, asked());
    state.when({ ...decide, by: binh }).thenRefused('third-person-needed');
    state.when({ ...decide, by: anAgain }).thenRefused('third-person-needed');
    given(...upTo.classified, proposed({}, both), ...upTo.inForce.slice(3), asked())
      .when({ ...decide, by: both })
      .thenRefused('third-person-needed');
  });

  it('is refused without authority, without a reason and where none is pending', () => {
    given(...upTo.inForce, asked())
      .when({ ...decide, by: hoa })
      .thenRefused('forbidden');
    given(...upTo.inForce, asked())
      .when({ ...decide, reason: '' })
      .thenRefused('reasons-required');
    given(...upTo.inForce)
      .when(decide)
      .thenRefused('no-review');
    given(...upTo.open)
      .when(decide)
      .thenRefused('no-review');
  });

  it('stays quiet when it was decided so, and is not decided otherwise after that', () => {
    const state = given(...upTo.inForce, asked(), decided());
    state.when(decide).then();
    state.when({ ...decide, outcome: 'rejected' }).thenRefused('no-review');
  });

  it('keeps the case in force until the order is lifted', () => {
    expect(cases.fold([...upTo.inForce, asked(), decided()])).toMatchObject({
      status: 'in-force',
      reviews: [],
      decidedReviews: [{ reviewId: REVIEW, outcome: 'upheld' }],
    });
  });
});

describe('closing', () => {
  const close = { type: 'close', outcome: 'expired', order: ORDER } as const;
  const closed: CaseEvent = { type: 'CaseClosed', data: { caseId: CASE, outcome: 'expired', order: ORDER } };

  it('follows what became of the order, or of the letter', () => {
    given(...upTo.inForce)
      .when(close)
      .then(closed);
    given(...upTo.classified, proposed(), approved({ competent: false, authority: 'bo-tttt' }))
      .when({ ...close, outcome: 'authority-answered', order: null })
      .then({ type: 'CaseClosed', data: { caseId: CASE, outcome: 'authority-answered', order: null } });
    given(...upTo.approved)
      .when({ ...close, outcome: 'order-refused' })
      .then({ type: 'CaseClosed', data: { caseId: CASE, outcome: 'order-refused', order: ORDER } });
  });

  it('is refused for another order, and for work that is not decided', () => {
    given(...upTo.inForce)
      .when({ ...close, order: OTHER })
      .thenRefused('order-not-in-force');
    given(...upTo.open)
      .when(close)
      .thenRefused('case-not-open');
    given(...upTo.inForce, closed)
      .when({ ...close, outcome: 'withdrawn' })
      .thenRefused('case-not-open');
  });

  it('stays quiet when it is closed so', () => {
    given(...upTo.inForce, closed)
      .when(close)
      .then();
  });
});
