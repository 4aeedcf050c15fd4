import { describe, expect, it } from '@jest/globals';
import type { CaseEvent, Target } from '#libs/contracts';
import { givenWhenThen } from '#libs/testing';
import { attached, CASE, classified, inForce, opened, report, target, upTo } from '../../test/cases.js';
import { cases } from './index.js';

const { given } = givenWhenThen(cases);

const prioritised = (priority: 'critical' | 'high' | 'medium' | 'low', ...reasons: string[]): CaseEvent =>
  ({ type: 'CasePrioritised', data: { caseId: CASE, priority, reasons } }) as CaseEvent;

const SECOND = '018e0000-0000-7000-8000-0000000000a2';
const dismissed: CaseEvent = {
  type: 'CaseDismissed',
  data: {
    caseId: CASE,
    outcome: 'spam',
    person: 'an',
    human: 'an',
    proposedBy: null,
    proposerHuman: null,
    reason: 'reason',
  },
};

describe('opening a case', () => {
  const open = { type: 'open', caseId: CASE, unit: 'lam-dong', province: 'lam-dong', target } as const;

  it('takes the first report in and weighs it', () => {
    given()
      .when({ ...open, report: report() })
      .then(opened(), attached(), prioritised('medium'));
  });

  it('remembers a plea from the first event on', () => {
    given()
      .when({ ...open, report: report({ helpNeeded: true }) })
      .then(opened({ plea: true }), attached({ helpNeeded: true }), prioritised('high', 'help-requested'));
  });

  it('opens for a plea without any link, and for a link nobody could read', () => {
    const unreadable: Target = { state: 'unparseable', raw: 'http://', reason: 'no-host' };
    for (const odd of [unreadable, { state: 'none' } as const]) {
      const state = given()
        .when({ ...open, target: odd, report: report({ childInDanger: true }) })
        .state();
      expect(state).toMatchObject({ status: 'open', targets: [odd], plea: true, priority: 'critical' });
    }
  });

  it('stays quiet when the case is there already', () => {
    given(...upTo.open)
      .when({ ...open, report: report() })
      .then();
  });
});

describe('attaching a report', () => {
  const second = report({ reportId: SECOND, unit: 'ha-noi', channel: 'hotline-111', categoryHint: 'csam' });

  it('keeps the reporter, makes the later unit a coordinating one and raises the priority', () => {
    const then = given(...upTo.open).when({ type: 'attachReport', report: second });
    then.then({ type: 'ReportAttached', data: { caseId: CASE, report: second } }, prioritised('critical', 'category'));
    expect(then.state()).toMatchObject({
      unit: 'lam-dong',
      coordinating: ['ha-noi'],
      possibleReferral: true,
      reports: [report(), second],
    });
  });

  it('is taken in while an order is in force', () => {
    const late = report({ reportId: SECOND });
    given(...upTo.inForce, prioritised('medium', 'category'))
      .when({ type: 'attachReport', report: late })
      .then({ type: 'ReportAttached', data: { caseId: CASE, report: late } });
  });

  it('is refused by a case that ended: the app opens a new one', () => {
    given(...upTo.open, dismissed)
      .when({ type: 'attachReport', report: second })
      .thenRefused('case-not-open');
  });

  it('stays quiet about a report it has', () => {
    given(...upTo.open)
      .when({ type: 'attachReport', report: report() })
      .then();
  });

  it('is not found without a case', () => {
    given().when({ type: 'attachReport', report: second }).thenRefused('not-found');
  });
});

describe('a suggestion', () => {
  const suggestion = { category: 'sextortion', score: 0.8, model: 'rules', modelVersion: '1', reasons: [] } as const;
  const suggested: CaseEvent = { type: 'CategorySuggested', data: { caseId: CASE, ...suggestion, reasons: [] } };

  it('orders the queue and makes dismissal a matter of two, and decides nothing', () => {
    const then = given(...upTo.open).when({ type: 'suggest', suggestion: { ...suggestion, reasons: [] } });
    then.then(suggested, prioritised('critical', 'category'));
    expect(then.state()).toMatchObject({ status: 'open', classified: null, possibleReferral: true });
  });

  it('gives way to what a person classified', () => {
    const state = cases.fold([...upTo.open, suggested, prioritised('critical', 'category'), classified()]);
    const decision = cases.decide({ type: 'prioritise' }, state);
    expect(decision).toEqual({ ok: true, events: [prioritised('medium', 'category')] });
  });

  it('that it is out of scope says nothing about urgency', () => {
    const outside = { ...suggestion, category: 'out-of-scope', reasons: [] } as const;
    const state = given(...upTo.open, prioritised('medium'))
      .when({ type: 'suggest', suggestion: { ...outside, reasons: [] } })
      .state();
    expect(state).toMatchObject({ priority: 'medium', possibleReferral: false });
  });

  it('is refused by a case that ended', () => {
    given(...upTo.open, dismissed)
      .when({ type: 'suggest', suggestion: { ...suggestion, reasons: [] } })
      .thenRefused('case-not-open');
  });

  it('stays quiet when the same model said the same', () => {
    given(...upTo.open, suggested)
      .when({ type: 'suggest', suggestion: { ...suggestion, reasons: [] } })
      .then();
  });
});

describe('weighing again', () => {
  it('stays quiet when nothing changed', () => {
    given(...upTo.open, prioritised('medium'))
      .when({ type: 'prioritise' })
      .then();
  });
  it('says what changed', () => {
    given(...upTo.inForce, inForce())
      .when({ type: 'prioritise' })
      .then(prioritised('medium', 'category'));
  });
  it('is not found without a case', () => {
    given().when({ type: 'prioritise' }).thenRefused('not-found');
  });
});
