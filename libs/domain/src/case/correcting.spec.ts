import { describe, expect, it } from '@jest/globals';
import type { CaseEvent } from '#libs/contracts';
import { givenWhenThen } from '#libs/testing';
import { attached, CASE, classified, opened, target, upTo } from '../../test/cases.js';
import { an, anAgain, claimOf, ha, NOW, tu } from '../../test/people.js';
import { cases } from './index.js';

const { given } = givenWhenThen(cases);
const unread = { state: 'unparseable', raw: 'bad example test', reason: 'no-host' } as const;
const history = [opened({ target: unread }), attached()];
const correct = { type: 'correctTarget', targetIndex: 0, target, by: an, claim: claimOf(an), now: NOW } as const;
const corrected: CaseEvent = {
  type: 'TargetCorrected',
  data: { caseId: CASE, targetIndex: 0, person: 'an', human: 'an', target },
};

describe('correcting a link by hand', () => {
  it('is for an unreadable one, under the claim', () => {
    given(...history)
      .when(correct)
      .then(corrected);
    expect(cases.fold([...history, corrected])).toMatchObject({ targets: [{ state: 'accepted', host: target.host }] });
  });

  it('makes whoever did it a writer of what is proposed: they cannot approve it', () => {
    expect(cases.fold([...history, corrected])).toMatchObject({ contributors: ['an'] });
    given(...history, corrected, classified('bullying', tu), {
      type: 'TakedownProposed',
      data: {
        caseId: CASE,
        digest: 'a'.repeat(64),
        person: 'tu',
        human: 'tu',
        unit: 'lam-dong',
        competent: true,
        authority: null,
        proposal: null,
      },
    })
      .when({
        type: 'approve',
        by: anAgain,
        now: NOW,
        digest: 'a'.repeat(64),
        facts: { guard: { guarded: false }, competence: { verdict: 'competent' } },
      })
      .thenRefused('self-approval');
  });

  it('never exchanges a link that was read, and takes only one that can be read', () => {
    given(...upTo.open)
      .when({ ...correct, target: { ...target, contentKey: 'url:other.example.test/' } })
      .thenRefused('target-readable');
    const state = given(...history);
    state.when({ ...correct, target: unread }).thenRefused('target-unreadable');
    state.when({ ...correct, targetIndex: 1 }).thenRefused('no-target');
    state.when({ ...correct, claim: null }).thenRefused('claim-required');
    state.when({ ...correct, by: ha }).thenRefused('foreign-unit');
    given(opened({ target: { state: 'none' } }))
      .when(correct)
      .thenRefused('no-target');
  });

  it('stays quiet when it was corrected so', () => {
    given(...history, corrected)
      .when(correct)
      .then();
  });
});
