import { describe, expect, it } from '@jest/globals';
import type { CaseEvent, Proposal } from '#libs/contracts';
import { givenWhenThen } from '#libs/testing';
import {
  CASE,
  classified,
  competent,
  DIGEST,
  guarded,
  letter,
  opened,
  OTHER_DIGEST,
  proposal,
  proposed,
  target,
  upTo,
  withdrawn,
} from '../../test/cases.js';
import { an, anAgain, auditor, binh, both, claimOf, ha, heir, hoa, LATER, NOW, SOON, tu } from '../../test/people.js';
import { plusDays } from '../time/instant.js';
import { cases } from './index.js';

const { given } = givenWhenThen(cases);
const work = { by: an, claim: claimOf(an), now: NOW };

describe('classifying', () => {
  const classify = { type: 'classify', category: 'bullying', ...work } as const;

  it('is the work of an analyst with the claim, and weighs the case again', () => {
    given(...upTo.open)
      .when({ ...classify, category: 'csam' })
      .then(classified('csam'), {
        type: 'CasePrioritised',
        data: { caseId: CASE, priority: 'critical', reasons: ['category'] },
      });
  });

  it('stays quiet when it is classified so already', () => {
    given(...upTo.classified)
      .when(classify)
      .then();
  });

  it('is refused without the claim, with a lapsed one and under somebody else’s', () => {
    const state = given(...upTo.open);
    state.when({ ...classify, claim: null }).thenRefused('claim-required');
    state.when({ ...classify, now: SOON }).thenRefused('claim-lapsed');
    state.when({ ...classify, claim: claimOf(tu) }).thenRefused('claimed-by-another');
    state.when({ ...classify, claim: claimOf(tu), now: LATER }).thenRefused('claim-required');
  });

  it('is refused to another unit, and to whoever does not decide', () => {
    const state = given(...upTo.open);
    state.when({ ...classify, by: hoa, claim: claimOf(hoa) }).thenRefused('foreign-unit');
    state.when({ ...classify, by: { ...auditor, unit: 'lam-dong' } }).thenRefused('forbidden');
  });

  it('is open to the unit that took the leading one over', () => {
    const decision = cases.decide({ ...classify, by: heir, claim: claimOf(heir) }, cases.fold(upTo.open));
    expect(decision.ok).toBe(true);
  });

  it('is refused while a proposal waits', () => {
    given(...upTo.proposed)
      .when({ ...classify, category: 'privacy-leak' })
      .thenRefused('case-not-open');
  });
});

describe('proposing', () => {
  const propose = { type: 'propose', proposal: proposal(), digest: DIGEST, facts: competent, ...work } as const;
  const proposing = (change: Partial<Proposal>) => ({ ...propose, proposal: proposal(change) });

  it('puts exactly one thing before the approver', () => {
    given(...upTo.classified)
      .when(propose)
      .then(proposed());
  });

  it('says that it will be a letter where the unit is not competent', () => {
    given(...upTo.classified)
      .when({ ...propose, facts: letter })
      .then(proposed({ competent: false, authority: 'bo-tttt' }));
  });

  it('stays quiet when exactly this is proposed', () => {
    given(...upTo.proposed)
      .when(propose)
      .then();
  });

  it('takes the former proposal back when another one is made, so that at most one is open', () => {
    const other = proposal({ action: 'stop-sharing' });
    given(...upTo.proposed)
      .when({ ...propose, proposal: other, digest: OTHER_DIGEST, by: tu, claim: claimOf(tu) })
      .then(
        { type: 'ProposalWithdrawn', data: { caseId: CASE, digest: DIGEST, person: 'tu' } },
        proposed({ digest: OTHER_DIGEST, proposal: other }, tu),
      );
  });

  it('needs a classification, and the same one', () => {
    given(...upTo.open)
      .when(propose)
      .thenRefused('not-classified');
    given(...upTo.classified)
      .when(proposing({ category: 'privacy-leak' }))
      .thenRefused('not-classified');
  });

  it('needs a target that could be identified', () => {
    given(opened({ target: { state: 'unparseable', raw: 'x', reason: 'no-host' } }), classified())
      .when(propose)
      .thenRefused('no-target');
    given(...upTo.classified)
      .when(proposing({ targetIndex: 1 }))
      .thenRefused('no-target');
  });

  it('stops at each wall of the mandate', () => {
    const state = given(...upTo.classified);
    state.when(proposing({ action: 'block-url' })).thenRefused('out-of-mandate');
    state.when(proposing({ scope: { url: 'http://other.example.test/' } })).thenRefused('scope-mismatch');
    state.when(proposing({ scope: { host: target.host } })).thenRefused('scope-mismatch');
    state.when(proposing({ reasons: ' ' })).thenRefused('reasons-required');
    state.when(proposing({ harm: null })).thenRefused('harm-required');
    state.when(proposing({ harm: { stated: 'harm', verifiedHow: '' } })).thenRefused('harm-required');
    state.when(proposing({ expiresAt: NOW })).thenRefused('expiry-passed');
    state.when(proposing({ expiresAt: plusDays(NOW, 91) })).thenRefused('expiry-too-far');
    state.when({ ...propose, facts: guarded }).thenRefused('guarded-target');
    state
      .when({ ...propose, facts: { ...competent, competence: { verdict: 'legal-basis-invalid', why: 'ended' } } })
      .thenRefused('legal-basis-invalid');
    state
      .when({ ...propose, facts: { ...competent, competence: { verdict: 'nobody' } } })
      .thenRefused('no-competent-authority');
  });

  it('needs the claim', () => {
    given(...upTo.classified)
      .when({ ...propose, claim: null })
      .thenRefused('claim-required');
  });

  it('is refused once it was approved', () => {
    given(...upTo.approved)
      .when({ ...propose, digest: OTHER_DIGEST })
      .thenRefused('case-not-open');
  });
});

describe('withdrawing a proposal', () => {
  const withdraw = { type: 'withdrawProposal', ...work } as const;

  it('is free to whoever proposed, without a claim and from any of their accounts', () => {
    given(...upTo.proposed)
      .when({ ...withdraw, claim: null })
      .then(withdrawn);
    given(...upTo.proposed)
      .when({ ...withdraw, claim: null, by: anAgain })
      .then({ type: 'ProposalWithdrawn', data: { caseId: CASE, digest: DIGEST, person: 'an-2' } });
  });

  it('takes the claim for a colleague', () => {
    given(...upTo.proposed)
      .when({ ...withdraw, by: tu, claim: null })
      .thenRefused('claim-required');
    given(...upTo.proposed)
      .when({ ...withdraw, by: tu, claim: claimOf(tu) })
      .then({ type: 'ProposalWithdrawn', data: { caseId: CASE, digest: DIGEST, person: 'tu' } });
  });

  it('is refused where nothing is proposed, and to another unit', () => {
    given(...upTo.approved)
      .when(withdraw)
      .thenRefused('no-proposal');
    given(...upTo.classified)
      .when(withdraw)
      .thenRefused('no-proposal');
    given(...upTo.proposed)
      .when({ ...withdraw, by: hoa })
      .thenRefused('foreign-unit');
  });

  it('stays quiet when it was withdrawn', () => {
    given(...upTo.proposed, withdrawn)
      .when(withdraw)
      .then();
  });
});

describe('returning a proposal', () => {
  const giveBack = { type: 'returnProposal', digest: DIGEST, reason: 'too wide', by: binh, now: NOW } as const;
  const returned: CaseEvent = {
    type: 'ProposalReturned',
    data: { caseId: CASE, digest: DIGEST, person: 'binh', reason: 'too wide' },
  };

  it('makes it open work again, with the approver’s reason', () => {
    const then = given(...upTo.proposed).when(giveBack);
    then.then(returned);
    expect(then.state()).toMatchObject({ status: 'open', contributors: ['an'] });
  });

  it('is refused without a reason, for another text, where nothing waits, and to others', () => {
    const state = given(...upTo.proposed);
    state.when({ ...giveBack, reason: '' }).thenRefused('reasons-required');
    state.when({ ...giveBack, digest: OTHER_DIGEST }).thenRefused('digest-mismatch');
    state.when({ ...giveBack, by: tu }).thenRefused('forbidden');
    state.when({ ...giveBack, by: ha }).thenRefused('foreign-unit');
    given(...upTo.classified)
      .when(giveBack)
      .thenRefused('no-proposal');
  });

  it('stays quiet when it was returned', () => {
    given(...upTo.proposed, returned)
      .when(giveBack)
      .then();
  });

  it('does not make whoever returns it a writer: they may approve the next version', () => {
    const history = [...upTo.proposed, returned, proposed({ digest: OTHER_DIGEST })];
    const decision = cases.decide(
      { type: 'approve', digest: OTHER_DIGEST, facts: competent, by: binh, now: NOW },
      cases.fold(history),
    );
    expect(decision.ok).toBe(true);
  });

  it('leaves every earlier writer a writer', () => {
    const history = [...upTo.proposed.slice(0, -1), proposed({}, both), returned, proposed({ digest: OTHER_DIGEST })];
    given(...history)
      .when({ type: 'approve', digest: OTHER_DIGEST, facts: competent, by: both, now: NOW })
      .thenRefused('self-approval');
  });
});
