import { describe, expect, it } from '@jest/globals';
import type { CaseEvent } from '#libs/contracts';
import { givenWhenThen } from '#libs/testing';
import { attached, CASE, opened, OTHER, report, target, upTo } from '../../test/cases.js';
import { an, auditor, binh, claimOf, ha, heir, hoa, NOW, tu } from '../../test/people.js';
import { cases } from './index.js';

const { given } = givenWhenThen(cases);
const NOTE = '018e0000-0000-7000-8000-0000000000b1';

describe('adding a note', () => {
  const addNote = { type: 'addNote', noteId: NOTE, visibility: 'internal', text: 'note', by: an, now: NOW } as const;
  const added: CaseEvent = {
    type: 'NoteAdded',
    data: { caseId: CASE, noteId: NOTE, visibility: 'internal', text: 'note' },
  };

  it('is open to the leading and to coordinating units, without a claim', () => {
    given(...upTo.open)
      .when(addNote)
      .then(added);
    given(...upTo.open, attached({ reportId: OTHER, unit: 'ha-noi' }))
      .when({ ...addNote, by: hoa })
      .then(added);
  });

  it('is refused to a unit that has nothing to do with it, to an auditor and when empty', () => {
    given(...upTo.open)
      .when({ ...addNote, by: hoa })
      .thenRefused('foreign-unit');
    given(...upTo.open)
      .when({ ...addNote, by: { ...auditor, unit: 'lam-dong' } })
      .thenRefused('forbidden');
    given(...upTo.open)
      .when({ ...addNote, text: ' ' })
      .thenRefused('reasons-required');
  });

  it('stays quiet when the note is there', () => {
    given(...upTo.open, added)
      .when(addNote)
      .then();
  });
});

describe('merging', () => {
  const into = cases.fold([opened({ caseId: OTHER, unit: 'ha-noi' })]);
  const merge = { type: 'merge', into, by: an, claim: claimOf(an), now: NOW } as const;
  const merged: CaseEvent = {
    type: 'CaseMerged',
    data: {
      caseId: CASE,
      from: CASE,
      into: OTHER,
      person: 'an',
      plea: false,
      possibleReferral: false,
      reports: [report()],
      targets: [target],
    },
  };

  it('moves reports and targets in one event for both streams, and deletes nothing', () => {
    const then = given(...upTo.open).when(merge);
    then.then(merged);
    expect(then.state()).toMatchObject({ status: 'merged', into: OTHER, reports: [report()] });
    expect(cases.evolve(into, merged)).toMatchObject({
      status: 'open',
      caseId: OTHER,
      reports: [report()],
      targets: [target, target],
      coordinating: ['lam-dong'],
      mergedFrom: [CASE],
    });
  });

  it('takes the plea along', () => {
    const then = given(opened({ plea: true })).when(merge);
    expect(then.state()).toMatchObject({ status: 'merged' });
    const decision = cases.decide(merge, cases.fold([opened({ plea: true })]));
    expect(decision.ok && cases.fold(decision.events, into)).toMatchObject({ plea: true });
  });

  it('is refused into itself, into nothing, and into what is being decided or has ended', () => {
    const state = given(...upTo.open);
    state.when({ ...merge, into: cases.fold(upTo.open) }).thenRefused('same-case');
    state.when({ ...merge, into: cases.initialState }).thenRefused('not-found');
    const dismissed: CaseEvent = {
      type: 'CaseDismissed',
      data: {
        caseId: OTHER,
        outcome: 'spam',
        person: 'ha',
        human: 'ha',
        proposedBy: null,
        proposerHuman: null,
        reason: 'r',
      },
    };
    state.when({ ...merge, into: cases.fold([dismissed], into) }).thenRefused('case-not-open');
    const waiting = cases.fold(upTo.proposed);
    given(opened({ caseId: OTHER }))
      .when({ ...merge, into: waiting })
      .thenRefused('case-not-open');
  });

  it('is refused with an order in force, without the claim and to another unit', () => {
    given(...upTo.inForce)
      .when(merge)
      .thenRefused('order-in-force');
    given(...upTo.proposed)
      .when(merge)
      .thenRefused('case-not-open');
    given(...upTo.open)
      .when({ ...merge, claim: null })
      .thenRefused('claim-required');
    given(...upTo.open)
      .when({ ...merge, by: hoa })
      .thenRefused('foreign-unit');
  });

  it('stays quiet when it was merged there', () => {
    given(...upTo.open, merged)
      .when(merge)
      .then();
  });
});

describe('assigning and handing over', () => {
  const assign = {
    type: 'assign',
    unit: 'lam-dong',
    person: 'tu',
    reason: 'on duty',
    by: an,
    claim: claimOf(an),
    now: NOW,
  } as const;
  const assigned = (unit: string, person: string | null, by = 'an'): CaseEvent => ({
    type: 'CaseAssigned',
    data: { caseId: CASE, unit, person, by, reason: 'on duty' },
  });

  it('gives it to a colleague', () => {
    given(...upTo.open)
      .when(assign)
      .then(assigned('lam-dong', 'tu'));
    given(...upTo.inForce)
      .when({ ...assign, claim: null })
      .then(assigned('lam-dong', 'tu'));
  });

  it('hands open work to another unit, which then leads, and stays coordinating', () => {
    const then = given(...upTo.open).when({ ...assign, unit: 'ha-noi', person: null });
    then.then(assigned('ha-noi', null));
    expect(then.state()).toMatchObject({ unit: 'ha-noi', assignee: null, coordinating: ['lam-dong'] });
  });

  it('is refused under somebody else’s claim, but not to an approver', () => {
    given(...upTo.open)
      .when({ ...assign, by: tu })
      .thenRefused('claimed-by-another');
    given(...upTo.open)
      .when({ ...assign, by: binh })
      .then(assigned('lam-dong', 'tu', 'binh'));
  });

  it('is refused to hand over what is being decided, what ended, without a reason and to another unit', () => {
    given(...upTo.proposed)
      .when({ ...assign, unit: 'ha-noi', person: null })
      .thenRefused('case-not-open');
    given(...upTo.inForce, { type: 'CaseClosed', data: { caseId: CASE, outcome: 'expired', order: null } })
      .when(assign)
      .thenRefused('case-not-open');
    given(...upTo.open)
      .when({ ...assign, reason: '' })
      .thenRefused('reasons-required');
    given(...upTo.open)
      .when({ ...assign, by: ha })
      .thenRefused('foreign-unit');
  });

  it('lets the unit that took the leading one over make the case its own', () => {
    given(...upTo.open)
      .when({ ...assign, unit: 'tay-nguyen', person: null, by: heir, claim: null })
      .then(assigned('tay-nguyen', null, 'heir'));
  });

  it('stays quiet when it is theirs', () => {
    given(...upTo.open, assigned('lam-dong', 'tu'))
      .when(assign)
      .then();
  });
});
