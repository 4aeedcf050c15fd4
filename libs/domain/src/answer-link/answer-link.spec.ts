import { describe, expect, it } from '@jest/globals';
import type { AnswerLinkEvent } from '#libs/contracts';
import { givenWhenThen } from '#libs/testing';
import { CASE, OTHER } from '../../test/cases.js';
import { admin, an, auditor, binh, ha, heir } from '../../test/people.js';
import { answerLinks, linkOf } from '../index.js';
import { MOST_ROUNDS } from './answer-link.js';

const { given } = givenWhenThen(answerLinks);
const ids = { caseId: CASE, orderId: OTHER, requestId: '018e0000-0000-7000-8000-00000000000a', provider: 'nen-tang' };
const link = { ids, kind: 'block', unit: 'lam-dong', by: binh } as const;
const revoke = { ...link, type: 'revoke', reason: 'gửi nhầm' } as const;
const issue = { ...link, type: 'issue' } as const;
const data = { ...ids, kind: 'block', person: 'binh' } as const;
const revoked = (round: number): AnswerLinkEvent => ({
  type: 'AnswerLinkRevoked',
  data: { ...data, round, reason: 'gửi nhầm' },
});
const issued = (round: number): AnswerLinkEvent => ({ type: 'AnswerLinkIssued', data: { ...data, round } });

describe('one answer link', () => {
  it('is revoked by an approver of the unit, of the one that took it over, or by an administrator, with a reason', () => {
    given().when(revoke).then(revoked(0));
    for (const by of [heir, admin])
      given()
        .when({ ...revoke, by })
        .then({ ...revoked(0), data: { ...data, round: 0, reason: 'gửi nhầm', person: by.person } } as AnswerLinkEvent);
    given()
      .when({ ...revoke, by: an })
      .thenRefused('forbidden');
    given()
      .when({ ...revoke, by: auditor })
      .thenRefused('forbidden');
    given()
      .when({ ...revoke, by: ha })
      .thenRefused('foreign-unit');
    given()
      .when({ ...revoke, reason: ' ' })
      .thenRefused('reasons-required');
    given(revoked(0)).when(revoke).then();
  });

  it('is followed by a fresh one, which no administrator gets: whoever has a link can answer by it', () => {
    given(revoked(0)).when(issue).then(issued(1));
    given(revoked(0), issued(1)).when(revoke).then(revoked(1));
    given(revoked(0), issued(1), revoked(1)).when(issue).then(issued(2));
    given(revoked(0), issued(1)).when(issue).then();
    given().when(issue).thenRefused('link-not-revoked');
    given(revoked(0))
      .when({ ...issue, by: admin })
      .thenRefused('forbidden');
    given(revoked(0))
      .when({ ...issue, by: ha })
      .thenRefused('foreign-unit');
    given(revoked(MOST_ROUNDS)).when(issue).thenRefused('links-used-up');
  });

  it('leaves the other links of the order as they are', () => {
    const state = answerLinks.fold([revoked(0), issued(1), revoked(1)]);
    expect(linkOf(state, ids.requestId, 'block')).toEqual({ round: 1, revoked: true });
    expect(linkOf(state, ids.requestId, 'lift')).toEqual({ round: 0, revoked: false });
    expect(linkOf(state, CASE, 'block')).toEqual({ round: 0, revoked: false });
  });
});
