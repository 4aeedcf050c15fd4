import { describe, expect, it } from '@jest/globals';
import type { OrderRefusal } from '#libs/contracts';
import { givenWhenThen } from '#libs/testing';
import { competent, guarded, letter, proposal } from '../../test/cases.js';
import { approvalData, asked, hostProposal, issue, issued, refusedAs } from '../../test/orders.js';
import { NOW } from '../../test/people.js';
import { plusDays } from '../time/instant.js';
import type { OrderCommandOf } from './commands.js';
import { orders } from './index.js';

const { given } = givenWhenThen(orders);
type Issue = OrderCommandOf<'issue'>;

describe('issuing an order from an approval', () => {
  it('names every provider in scope, those that cannot express it too', () => {
    given().when(issue).then(issued);
  });

  it('becomes a letter where the unit is not competent', () => {
    given()
      .when({ ...issue, facts: letter })
      .then(asked);
  });

  it('sends a letter even where no provider is in scope: its addressee knows which', () => {
    given()
      .when({ ...issue, facts: letter, scope: { ok: true, kind: 'requests', providers: [] } })
      .then(asked);
  });

  it('for school lists asks no provider and keeps the ages', () => {
    const list = proposal({
      category: 'age-inappropriate',
      action: 'restrict-age',
      harm: null,
      ageBands: ['0-5', '6-10'],
    });
    const decision = orders.decide(
      { ...issue, approved: { ...approvalData, proposal: list }, scope: { ok: true, kind: 'school-lists' } },
      orders.initialState,
    );
    expect(decision).toMatchObject({
      ok: true,
      events: [{ type: 'OrderIssued', data: { providers: [], ageBands: ['0-5', '6-10'] } }],
    });
  });

  it('stays quiet when that approval was settled, whichever way', () => {
    given(issued).when(issue).then();
    given(asked).when(issue).then();
    given(refusedAs('guarded-target', '')).when(issue).then();
  });

  const refusals: [OrderRefusal, Partial<Issue>][] = [
    ['one-person', { approved: { ...approvalData, human: 'an' } }],
    [
      'out-of-mandate',
      { approved: { ...approvalData, proposal: { ...hostProposal, category: 'bullying', action: 'block-host' } } },
    ],
    ['out-of-mandate', { approved: { ...approvalData, proposal: null } }],
    ['guarded-target', { facts: guarded }],
    ['already-expired', { now: plusDays(NOW, 30) }],
    ['legal-basis-lapsed', { facts: { ...competent, competence: { verdict: 'legal-basis-invalid', why: 'ended' } } }],
    ['no-competent-authority', { facts: { ...competent, competence: { verdict: 'nobody' } } }],
    ['no-provider', { scope: { ok: true, kind: 'requests', providers: [] } }],
    ['no-provider', { scope: { ok: false, refusal: 'unknown-provider', providers: ['isp-z'] } }],
  ];
  it.each(refusals)('is refused, as an event, when asked again: %s', (code, change) => {
    const decision = orders.decide({ ...issue, ...change }, orders.initialState);
    expect(decision).toMatchObject({ ok: true, events: [{ type: 'OrderRefused', data: { code } }] });
    expect(decision.ok && orders.fold(decision.events)).toMatchObject({ status: 'refused', code });
  });
});
