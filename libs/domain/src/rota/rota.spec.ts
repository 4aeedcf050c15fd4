import { describe, it } from '@jest/globals';
import type { RotaEvent } from '#libs/contracts';
import { givenWhenThen } from '#libs/testing';
import { CASE, OTHER } from '../../test/cases.js';
import { an, binh, ha, LATER, NOW, SOON } from '../../test/people.js';
import { rotas } from '../index.js';

const { given } = givenWhenThen(rotas);
const set = {
  type: 'set',
  unit: 'lam-dong',
  by: binh,
  shiftId: CASE,
  person: 'an',
  from: NOW,
  until: SOON,
  now: NOW,
  of: { unit: 'lam-dong', roles: ['analyst'] },
} as const;
const done: RotaEvent = {
  type: 'OnCallSet',
  data: { shiftId: CASE, unit: 'lam-dong', person: 'an', from: NOW, until: SOON, by: 'binh' },
};
const cancel = { type: 'cancel', unit: 'lam-dong', by: binh, shiftId: CASE } as const;

describe('the rota of a unit', () => {
  it('is set by its approver, for a person of the unit', () => {
    given().when(set).then(done);
    given(done)
      .when({ ...set, shiftId: OTHER, from: SOON, until: LATER })
      .then({ ...done, data: { ...done.data, shiftId: OTHER, from: SOON, until: LATER } });
  });

  it('is refused to others, for others, for the past, and where somebody is on call already', () => {
    const state = given(done);
    const another = { ...set, shiftId: OTHER };
    state.when({ ...another, by: ha }).thenRefused('foreign-unit');
    state.when({ ...another, by: an }).thenRefused('forbidden');
    state.when({ ...another, of: undefined }).thenRefused('unknown-person');
    state.when({ ...another, of: { unit: 'ha-noi', roles: ['analyst'] } }).thenRefused('unknown-person');
    state.when({ ...another, of: { unit: 'lam-dong', roles: ['auditor'] } }).thenRefused('unknown-person');
    state.when({ ...another, from: NOW, until: NOW }).thenRefused('invalid-value');
    state.when(another).thenRefused('already-recorded');
  });

  it('stays quiet when it is set, and is free again once cancelled', () => {
    given(done).when(set).then();
    const cancelled: RotaEvent = { type: 'OnCallCancelled', data: { shiftId: CASE, unit: 'lam-dong', by: 'binh' } };
    given(done).when(cancel).then(cancelled);
    given(done, cancelled).when(cancel).thenRefused('not-found');
    given(done, cancelled)
      .when({ ...set, shiftId: OTHER })
      .then({ ...done, data: { ...done.data, shiftId: OTHER } });
  });
});
