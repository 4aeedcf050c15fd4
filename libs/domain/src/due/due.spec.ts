import { describe, expect, it } from '@jest/globals';
import type { CaseEvent, Deadline, Priority, Step } from '#libs/contracts';
import { approved, CASE, DIGEST, opened, ORDER, proposal, proposed, REVIEW, upTo } from '../../test/cases.js';
import { ANSWER_BY, asked, issued } from '../../test/orders.js';
import { ACKNOWLEDGE_BY, ENFORCE_BY, LIFT_BY, upToSituation } from '../../test/requests.js';
import { LATER, NOW, SOON } from '../../test/people.js';
import { cases } from '../case/index.js';
import { orders } from '../order/index.js';
import { referrals } from '../referral/index.js';
import { requests } from '../request/index.js';
import { supports } from '../support/index.js';
import { plusDays, plusMinutes } from '../time/instant.js';
import { dueOfCase, dueOfOrder, dueOfReferral, dueOfRequest, dueOfSupport } from './due.js';
import { minutesFor } from './policy.js';

const deadline = (step: Step, minutes: number, change: Partial<Deadline> = {}): Deadline => ({
  validFrom: '2020-01-01T00:00:00.000Z',
  validTo: null,
  step,
  priority: null,
  minutes,
  source: 'ours',
  ...change,
});

describe('the policy', () => {
  const rows = [
    deadline('claim', 240),
    deadline('claim', 30, { priority: 'critical' }),
    deadline('claim', 120, { validFrom: '2026-01-01T00:00:00.000Z' }),
    deadline('claim', 1, { validTo: '2021-01-01T00:00:00.000Z', validFrom: '2020-06-01T00:00:00.000Z' }),
  ];
  const ask = (priority: Priority | null, at: string) => minutesFor(rows, 'claim', priority, at);

  it('takes the row of the day: for the priority before one for all, younger before older', () => {
    expect(ask('critical', NOW)).toBe(30);
    expect(ask('low', NOW)).toBe(120);
    expect(ask(null, '2025-01-01T00:00:00.000Z')).toBe(240);
    expect(ask('low', '2020-07-01T00:00:00.000Z')).toBe(1);
  });

  it('makes nothing due where no row counts', () => {
    expect(ask('low', '2019-01-01T00:00:00.000Z')).toBeNull();
    expect(minutesFor(rows, 'approve', 'low', NOW)).toBeNull();
  });
});

describe('the due steps of a case', () => {
  const rows = [
    deadline('claim', 60),
    deadline('decide', 600),
    deadline('approve', 120),
    deadline('second-unit', 90),
    deadline('confirm-dismissal', 45),
    deadline('authority-answer', 5_000),
    deadline('review-decide', 1_000),
  ];
  const times = { openedAt: NOW, since: SOON, reviewsSince: { [REVIEW]: LATER } };
  const claim = { holder: 'an', until: SOON, version: 1 };
  const due = (history: CaseEvent[], held: typeof claim | null = null, now = NOW) =>
    dueOfCase(cases.fold(history), held, times, rows, now);
  const step = (name: Step, at: string, unit = 'lam-dong') => ({ step: name, unit, at });

  it('begin with the claim and the decision, soonest first', () => {
    expect(due(upTo.open)).toEqual([step('claim', plusMinutes(NOW, 60)), step('decide', plusMinutes(NOW, 600))]);
  });

  it('know a running claim from a lapsed one', () => {
    expect(due(upTo.open, claim)).toEqual([step('decide', plusMinutes(NOW, 600))]);
    expect(due(upTo.open, claim, SOON)).toHaveLength(2);
  });

  it('go on with the approval, and the second unit where one is needed', () => {
    expect(due(upTo.proposed)).toEqual([step('approve', plusMinutes(SOON, 120))]);
    const speech = proposed({ proposal: proposal({ speech: 'press' }) });
    expect(due([...upTo.classified, speech])).toEqual([
      step('second-unit', plusMinutes(SOON, 90)),
      step('approve', plusMinutes(SOON, 120)),
    ]);
    const agreed: CaseEvent = {
      type: 'SecondUnitAgreed',
      data: { caseId: CASE, digest: DIGEST, person: 'ha', human: 'ha', unit: 'ha-noi' },
    };
    expect(due([...upTo.classified, speech, agreed])).toEqual([step('approve', plusMinutes(SOON, 120))]);
  });

  it('name the second person of a dismissal, the authority of a letter and whoever owes a review', () => {
    const dismissal: CaseEvent = {
      type: 'DismissalProposed',
      data: { caseId: CASE, outcome: 'spam', person: 'an', human: 'an', reason: 'r' },
    };
    expect(due([opened({ plea: true }), dismissal])).toEqual([step('confirm-dismissal', plusMinutes(SOON, 45))]);
    const byLetter = [...upTo.proposed, approved({ competent: false, authority: 'bo-tttt' })];
    expect(due(byLetter)).toEqual([step('authority-answer', plusMinutes(SOON, 5_000), 'bo-tttt')]);
    const review: CaseEvent = {
      type: 'ReviewRequested',
      data: { caseId: CASE, order: ORDER, reviewId: REVIEW, reason: 'r', contact: null },
    };
    for (const until of [upTo.approved, upTo.inForce])
      expect(due([...until, review])).toEqual([step('review-decide', plusMinutes(LATER, 1_000))]);
  });

  it('are none where nothing is owed', () => {
    expect(due([])).toEqual([]);
    expect(due(upTo.approved)).toEqual([]);
    expect(due(upTo.inForce)).toEqual([]);
  });
});

describe('what runs beside the case', () => {
  const owed = (situation: keyof typeof upToSituation) =>
    dueOfRequest(requests.fold(upToSituation[situation])).map(({ step, at }) => [step, at]);

  it('a provider owes the acknowledgement and the enforcement, then the enforcement, then the lift', () => {
    expect(owed('delivered')).toEqual([
      ['request-acknowledge', ACKNOWLEDGE_BY],
      ['request-enforce', ENFORCE_BY],
    ]);
    expect(owed('acknowledged')).toEqual([['request-enforce', ENFORCE_BY]]);
    expect(owed('liftQueued')).toEqual([['request-lift', LIFT_BY]]);
    for (const done of ['none', 'verified', 'refused', 'lifted', 'parked', 'notExpressible'] as const) {
      expect(owed(done)).toEqual([]);
    }
  });

  it('a recipient owes the receipt, then the outcome, until the last word', () => {
    const ids = { caseId: CASE, referralId: REVIEW };
    const sent = referrals.fold([
      {
        type: 'ReferralSent',
        data: { ...ids, recipient: 'police', unit: 'pa05', category: null, receiveBy: LATER, reason: 'r' },
      },
    ]);
    const outcomeBy = plusDays(LATER, 9);
    const received = referrals.fold([{ type: 'ReferralReceived', data: { ...ids, person: 'p', outcomeBy } }], sent);
    const word = (outcome: 'in-progress' | 'child-safe') =>
      referrals.fold([{ type: 'OutcomeRecorded', data: { ...ids, person: 'p', outcome, note: 'n' } }], received);
    expect(dueOfReferral(referrals.initialState)).toEqual([]);
    expect(dueOfReferral(sent)).toEqual([{ step: 'referral-receive', unit: 'pa05', at: LATER }]);
    for (const open of [received, word('in-progress')]) {
      expect(dueOfReferral(open)).toEqual([{ step: 'referral-outcome', unit: 'pa05', at: outcomeBy }]);
    }
    expect(dueOfReferral(word('child-safe'))).toEqual([]);
  });

  it('a unit owes the child a contact, and an authority the answer to a letter', () => {
    const support = supports.fold([
      {
        type: 'SupportRequested',
        data: {
          caseId: CASE,
          supportId: REVIEW,
          reportId: ORDER,
          childInDanger: true,
          unit: 'lam-dong',
          contactBy: SOON,
          safeContact: null,
        },
      },
    ]);
    expect(dueOfSupport(support)).toEqual([{ step: 'support-contact', unit: 'lam-dong', at: SOON }]);
    expect(dueOfSupport(supports.initialState)).toEqual([]);
    expect(dueOfOrder(orders.fold([asked]))).toEqual([{ step: 'authority-answer', unit: 'bo-tttt', at: ANSWER_BY }]);
    expect(dueOfOrder(orders.fold([issued]))).toEqual([]);
  });
});
