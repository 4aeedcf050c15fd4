import { describe, expect, it } from '@jest/globals';
import type { CaseEvent, Proposal } from '#libs/contracts';
import { givenWhenThen } from '#libs/testing';
import {
  approved,
  CASE,
  classified,
  competent,
  DIGEST,
  guarded,
  letter,
  OTHER_DIGEST,
  proposal,
  proposed,
  upTo,
  withdrawn,
} from '../../test/cases.js';
import { an, anAgain, binh, both, ha, heir, hoa, NOW, tu } from '../../test/people.js';
import { plusDays } from '../time/instant.js';
import { cases } from './index.js';

const { given } = givenWhenThen(cases);
const approve = { type: 'approve', digest: DIGEST, facts: competent, by: binh, now: NOW } as const;

describe('approving', () => {
  it('carries exactly what was proposed into the decision, with both people', () => {
    const then = given(...upTo.proposed).when(approve);
    then.then(approved());
    expect(then.state()).toMatchObject({ status: 'approved', approved: { approvedBy: { human: 'binh' } } });
  });

  it('says for whom it was signed', () => {
    given(...upTo.proposed)
      .when({ ...approve, by: { ...binh, delegation: 'uy-quyen-1' } })
      .then(approved({ delegation: 'uy-quyen-1' }));
  });

  it('is refused to whoever wrote it, also under another account', () => {
    given(...upTo.proposed)
      .when({ ...approve, by: anAgain })
      .thenRefused('self-approval');
  });

  it('is refused to whoever only classified it', () => {
    given(...upTo.open, classified('bullying', both), proposed({}, an))
      .when({ ...approve, by: both })
      .thenRefused('self-approval');
  });

  it('is refused to whoever wrote an earlier version that was withdrawn', () => {
    const again = proposed({ digest: OTHER_DIGEST }, tu);
    given(...upTo.classified, proposed({}, both), withdrawn, again)
      .when({ ...approve, by: both, digest: OTHER_DIGEST })
      .thenRefused('self-approval');
  });

  it('is refused for a text that was not read', () => {
    given(...upTo.proposed)
      .when({ ...approve, digest: OTHER_DIGEST })
      .thenRefused('digest-mismatch');
  });

  it('is refused without signing authority, and to another unit', () => {
    given(...upTo.proposed)
      .when({ ...approve, by: tu })
      .thenRefused('forbidden');
    given(...upTo.proposed)
      .when({ ...approve, by: ha })
      .thenRefused('foreign-unit');
  });

  it('is open to the unit that took the leading one over', () => {
    expect(cases.decide({ ...approve, by: heir }, cases.fold(upTo.proposed)).ok).toBe(true);
  });

  it('is refused when the proposed end has passed', () => {
    given(...upTo.proposed)
      .when({ ...approve, now: plusDays(NOW, 31) })
      .thenRefused('proposal-lapsed');
  });

  it('asks every wall again', () => {
    const state = given(...upTo.proposed);
    state.when({ ...approve, facts: guarded }).thenRefused('guarded-target');
    state
      .when({ ...approve, facts: { ...competent, competence: { verdict: 'legal-basis-invalid', why: 'ended' } } })
      .thenRefused('legal-basis-invalid');
  });

  it('is refused when the addressee is no longer the one it was read with', () => {
    given(...upTo.proposed)
      .when({ ...approve, facts: letter })
      .thenRefused('digest-mismatch');
  });

  it('becomes a letter where the unit is not competent', () => {
    const then = given(...upTo.classified, proposed({ competent: false, authority: 'bo-tttt' })).when({
      ...approve,
      facts: letter,
    });
    then.then(approved({ competent: false, authority: 'bo-tttt' }));
    expect(then.state()).toMatchObject({ status: 'letter-sent', authority: 'bo-tttt' });
  });

  it('is refused where nothing is proposed, or where the text can no longer be read', () => {
    given(...upTo.classified)
      .when(approve)
      .thenRefused('no-proposal');
    given(...upTo.classified, proposed({ proposal: null }))
      .when(approve)
      .thenRefused('no-proposal');
  });

  it('stays quiet when the same person approved it already', () => {
    given(...upTo.approved)
      .when(approve)
      .then();
    given(...upTo.approved)
      .when({ ...approve, by: both })
      .thenRefused('no-proposal');
  });
});

describe('protected speech', () => {
  const speech: Partial<Proposal> = { speech: 'criticism' };
  const waiting = [...upTo.classified, proposed({ proposal: proposal(speech) })];
  const agree = { type: 'agreeAsSecondUnit', digest: DIGEST, by: ha, now: NOW } as const;
  const agreed: CaseEvent = {
    type: 'SecondUnitAgreed',
    data: { caseId: CASE, digest: DIGEST, person: 'ha', human: 'ha', unit: 'ha-noi' },
  };

  it('waits for a second unit', () => {
    given(...waiting)
      .when(approve)
      .thenRefused('second-unit-needed');
    given(...waiting)
      .when(agree)
      .then(agreed);
    given(...waiting, agreed)
      .when(approve)
      .then(approved({ proposal: proposal(speech) }));
  });

  it('is not settled by the leading unit, nor by one that took it over, nor by an analyst', () => {
    given(...waiting)
      .when({ ...agree, by: binh })
      .thenRefused('same-unit');
    given(...waiting)
      .when({ ...agree, by: heir })
      .thenRefused('same-unit');
    given(...waiting)
      .when({ ...agree, by: hoa })
      .thenRefused('forbidden');
  });

  it('takes three human beings: the writer’s other account does not agree, nor does whoever agreed approve', () => {
    given(...waiting)
      .when({ ...agree, by: { ...ha, human: 'an' } })
      .thenRefused('second-person-needed');
    given(...waiting, agreed)
      .when({ ...approve, by: { ...binh, human: 'ha' } })
      .thenRefused('second-person-needed');
  });

  it('is asked for the text at hand: another text needs another agreement', () => {
    given(...waiting)
      .when({ ...agree, digest: OTHER_DIGEST })
      .thenRefused('digest-mismatch');
    const again = proposed({ digest: OTHER_DIGEST, proposal: proposal(speech) });
    given(...waiting, agreed, withdrawn, again)
      .when({ ...approve, digest: OTHER_DIGEST })
      .thenRefused('second-unit-needed');
  });

  it('is no way into a case that asks no second unit', () => {
    given(...upTo.proposed)
      .when(agree)
      .thenRefused('foreign-unit');
    given(...upTo.approved)
      .when(agree)
      .thenRefused('no-proposal');
  });

  it('stays quiet when a second unit agreed', () => {
    given(...waiting, agreed)
      .when(agree)
      .then();
  });
});
