import { describe, it } from '@jest/globals';
import type { FindingEvent } from '#libs/contracts';
import { givenWhenThen } from '#libs/testing';
import { CASE } from '../../test/cases.js';
import { an, auditor, binh, hoa, LATER } from '../../test/people.js';
import { findings } from './index.js';

const { given } = givenWhenThen(findings);
const findingId = '018e0000-0000-7000-8000-0000000000d3';
const facts = { findingId, caseId: CASE, unit: 'lam-dong', answerBy: LATER, text: 'text' };
const raised: FindingEvent = { type: 'FindingRaised', data: facts };
const answered: FindingEvent = { type: 'FindingAnswered', data: { findingId, person: 'an', text: 'answer' } };
const closed: FindingEvent = { type: 'FindingClosed', data: { findingId, person: 'giam-sat' } };

describe('a finding', () => {
  const raise = { type: 'raise', ...facts, by: auditor } as const;
  const answer = { type: 'answer', text: 'answer', by: an } as const;
  const close = { type: 'close', by: auditor } as const;

  it('is raised by an auditor, answered by the unit, and closed by an auditor', () => {
    given().when(raise).then(raised);
    given(raised).when(answer).then(answered);
    given(raised, answered).when(close).then(closed);
  });

  it('is not raised or closed by anybody else, nor without saying what', () => {
    given()
      .when({ ...raise, by: binh })
      .thenRefused('forbidden');
    given()
      .when({ ...raise, text: ' ' })
      .thenRefused('reasons-required');
    given(raised, answered)
      .when({ ...close, by: an })
      .thenRefused('forbidden');
  });

  it('is not answered by another unit, without words, or again', () => {
    given(raised)
      .when({ ...answer, by: hoa })
      .thenRefused('foreign-unit');
    given(raised)
      .when({ ...answer, text: '' })
      .thenRefused('reasons-required');
    given(raised, answered)
      .when({ ...answer, by: binh })
      .thenRefused('already-recorded');
    given().when(answer).thenRefused('not-found');
  });

  it('is not closed before it was answered', () => {
    given(raised).when(close).thenRefused('not-answered');
    given().when(close).thenRefused('not-found');
  });

  it('stays quiet when each was done', () => {
    given(raised).when(raise).then();
    given(raised, answered).when(answer).then();
    given(raised, answered, closed).when(close).then();
  });
});
