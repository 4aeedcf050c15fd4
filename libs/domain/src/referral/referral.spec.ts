import { describe, it } from '@jest/globals';
import type { ReferralEvent, ReferralOutcome } from '#libs/contracts';
import { givenWhenThen } from '#libs/testing';
import { CASE } from '../../test/cases.js';
import { LATER, NOW } from '../../test/people.js';
import { plusDays } from '../time/instant.js';
import { referrals } from './index.js';

const { given } = givenWhenThen(referrals);
const REFERRAL = '018e0000-0000-7000-8000-0000000000d1';
const ids = { caseId: CASE, referralId: REFERRAL };
const officer = { person: 'cong-an', unit: 'pa05', predecessors: [] };
const OUTCOME_BY = plusDays(LATER, 10);

const send = {
  type: 'send',
  ...ids,
  recipient: 'police',
  unit: 'pa05',
  category: 'grooming',
  receiveBy: LATER,
  reason: 'reason',
} as const;
const sent: ReferralEvent = {
  type: 'ReferralSent',
  data: { ...ids, recipient: 'police', unit: 'pa05', category: 'grooming', receiveBy: LATER, reason: 'reason' },
};
const received: ReferralEvent = {
  type: 'ReferralReceived',
  data: { ...ids, person: 'cong-an', outcomeBy: OUTCOME_BY },
};
const outcome = (what: ReferralOutcome): ReferralEvent => ({
  type: 'OutcomeRecorded',
  data: { ...ids, person: 'cong-an', outcome: what, note: 'note' },
});

describe('sending a referral', () => {
  it('hands the matter over', () => {
    given().when(send).then(sent);
  });
  it('is refused without a reason', () => {
    given()
      .when({ ...send, reason: ' ' })
      .thenRefused('reasons-required');
  });
  it('stays quiet when it was sent', () => {
    given(sent).when(send).then();
  });
});

describe('receiving it', () => {
  const receive = { type: 'receive', by: officer, outcomeBy: OUTCOME_BY } as const;
  it('is done by the unit it was sent to, or by its successor', () => {
    given(sent).when(receive).then(received);
    given(sent)
      .when({ ...receive, by: { person: 'cong-an', unit: 'pa05-moi', predecessors: ['pa05'] } })
      .then(received);
  });
  it('is refused to others, and where nothing was sent', () => {
    given(sent)
      .when({ ...receive, by: { ...officer, unit: 'pa06' } })
      .thenRefused('foreign-unit');
    given().when(receive).thenRefused('not-found');
  });
  it('stays quiet when it was received', () => {
    given(sent, received).when(receive).then();
    given(sent, received, outcome('no-crime')).when(receive).then();
  });
});

describe('recording the outcome', () => {
  const record = { type: 'recordOutcome', by: officer, outcome: 'case-opened', note: 'note' } as const;
  it('follows the receipt, and an interim word is followed by the last one', () => {
    given(sent, received).when(record).then(outcome('case-opened'));
    given(sent, received, outcome('in-progress')).when(record).then(outcome('case-opened'));
  });
  it('is refused before the receipt, to others, and after the last word', () => {
    given(sent).when(record).thenRefused('not-received');
    given(sent, received)
      .when({ ...record, by: { ...officer, unit: 'pa06' } })
      .thenRefused('foreign-unit');
    given(sent, received, outcome('no-crime')).when(record).thenRefused('already-recorded');
  });
  it('stays quiet when it is recorded', () => {
    given(sent, received, outcome('case-opened')).when(record).then();
  });
});

describe('the timer of a referral', () => {
  const late = { type: 'overdue', step: 'referral-receive', now: plusDays(LATER, 1) } as const;
  const overdue = (step: 'referral-receive' | 'referral-outcome', dueAt: string): ReferralEvent => ({
    type: 'ReferralOverdue',
    data: { ...ids, step, dueAt },
  });
  it('says once that nobody received it, and once that no outcome came', () => {
    given(sent).when(late).then(overdue('referral-receive', LATER));
    given(sent, received)
      .when({ ...late, step: 'referral-outcome', now: plusDays(OUTCOME_BY, 1) })
      .then(overdue('referral-outcome', OUTCOME_BY));
    given(sent, received, outcome('in-progress'))
      .when({ ...late, step: 'referral-outcome', now: plusDays(OUTCOME_BY, 1) })
      .then(overdue('referral-outcome', OUTCOME_BY));
  });
  it('stays quiet before the time, twice, and when it was done', () => {
    given(sent)
      .when({ ...late, now: NOW })
      .then();
    given(sent, overdue('referral-receive', LATER)).when(late).then();
    given(sent, received).when(late).then();
    given(sent, received, outcome('no-crime'))
      .when({ ...late, step: 'referral-outcome', now: plusDays(OUTCOME_BY, 1) })
      .then();
  });
  it('has nothing to say where nothing was sent', () => {
    given().when(late).thenRefused('not-found');
  });
});
