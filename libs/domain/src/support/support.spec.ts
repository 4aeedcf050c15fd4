import { describe, it } from '@jest/globals';
import type { SupportEvent } from '#libs/contracts';
import { givenWhenThen } from '#libs/testing';
import { CASE } from '../../test/cases.js';
import { an, hoa, LATER, NOW } from '../../test/people.js';
import { plusDays } from '../time/instant.js';
import { supports } from './index.js';

const { given } = givenWhenThen(supports);
const ids = { caseId: CASE, supportId: '018e0000-0000-7000-8000-0000000000d2' };
const asking = {
  ...ids,
  reportId: '018e0000-0000-7000-8000-0000000000a1',
  childInDanger: true,
  unit: 'lam-dong',
  contactBy: LATER,
  safeContact: 'contact',
};
const requested: SupportEvent = { type: 'SupportRequested', data: asking };
const did = (type: 'SupportOffered' | 'SupportProvided' | 'SupportDeclined'): SupportEvent => ({
  type,
  data: { ...ids, person: 'an', note: 'note' },
});

describe('asking for help', () => {
  it('starts at once', () => {
    given()
      .when({ type: 'request', ...asking })
      .then(requested);
  });
  it('stays quiet when it was asked for', () => {
    given(requested)
      .when({ type: 'request', ...asking })
      .then();
  });
});

describe('what was done for the child', () => {
  const offer = { type: 'offer', by: an, note: 'note' } as const;
  const provide = { ...offer, type: 'provide' } as const;
  const decline = { ...offer, type: 'decline' } as const;

  it('is offered, provided or declined, and may be given after it was declined', () => {
    given(requested).when(offer).then(did('SupportOffered'));
    given(requested, did('SupportOffered')).when(provide).then(did('SupportProvided'));
    given(requested).when(provide).then(did('SupportProvided'));
    given(requested, did('SupportOffered')).when(decline).then(did('SupportDeclined'));
    given(requested, did('SupportDeclined')).when(provide).then(did('SupportProvided'));
  });
  it('is refused to another unit, without a note, and where nobody asked', () => {
    given(requested)
      .when({ ...offer, by: hoa })
      .thenRefused('foreign-unit');
    given(requested)
      .when({ ...offer, note: ' ' })
      .thenRefused('reasons-required');
    given().when(offer).thenRefused('not-found');
  });
  it('is not undone by a later word', () => {
    given(requested, did('SupportProvided')).when(decline).thenRefused('already-recorded');
    given(requested, did('SupportProvided')).when(offer).thenRefused('already-recorded');
    given(requested, did('SupportDeclined')).when(offer).thenRefused('already-recorded');
  });
  it('stays quiet when it is repeated', () => {
    given(requested, did('SupportOffered')).when(offer).then();
    given(requested, did('SupportProvided')).when(provide).then();
    given(requested, did('SupportDeclined')).when(decline).then();
  });
});

describe('the timer of support', () => {
  const late = { type: 'overdue', now: plusDays(LATER, 1) } as const;
  const overdue: SupportEvent = { type: 'SupportOverdue', data: { ...ids, step: 'support-contact', dueAt: LATER } };
  it('says once that nobody reached the child', () => {
    given(requested).when(late).then(overdue);
  });
  it('stays quiet before the time, twice, and once somebody did', () => {
    given(requested)
      .when({ ...late, now: NOW })
      .then();
    given(requested, overdue).when(late).then();
    given(requested, did('SupportOffered')).when(late).then();
  });
  it('has nothing to say where nobody asked', () => {
    given().when(late).thenRefused('not-found');
  });
});
