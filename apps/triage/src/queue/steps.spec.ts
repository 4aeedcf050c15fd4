import { describe, expect, it } from '@jest/globals';
import { CASE_STATUSES, keysOf, type Deadline } from '#libs/contracts';
import type { CaseRow } from './row.js';
import { dueSteps, openSteps, policyOf } from './steps.js';

const SINCE = '2026-03-01T08:00:00.000Z';
const row = (change: Partial<CaseRow>): CaseRow => ({
  caseId: '0190a000-0000-7000-8000-00000000000a',
  status: 'open',
  category: null,
  priority: 'medium',
  unit: 'to-a',
  coordinating: [],
  province: null,
  plea: false,
  targets: [],
  claim: null,
  assignee: null,
  passedTo: null,
  mergedInto: null,
  order: null,
  review: null,
  moreReviews: [],
  secondUnit: 'not-needed',
  since: SINCE,
  authority: null,
  notes: [],
  openedAt: SINCE,
  updatedAt: SINCE,
  version: 1,
  position: 1,
  ...change,
});
const claim = { by: 'lan', unit: 'to-a', until: SINCE, token: 1 };
const steps = (change: Partial<CaseRow>): string[] => openSteps(row(change)).map(({ step, unit }) => `${step} ${unit}`);

describe('what a case waits for', () => {
  it.each([
    ['open', {}, ['claim to-a', 'decide to-a']],
    ['open', { claim }, ['decide to-a']],
    ['awaiting-approval', {}, ['approve to-a']],
    ['awaiting-approval', { secondUnit: 'awaited' as const }, ['second-unit to-a', 'approve to-a']],
    ['awaiting-approval', { secondUnit: 'agreed' as const }, ['approve to-a']],
    ['awaiting-dismissal', {}, ['confirm-dismissal to-a']],
    ['letter-sent', { authority: 'cuc' }, ['authority-answer cuc']],
    ['in-force', { review: { reviewId: 'r', since: SINCE, by: 'affected' } }, ['review-decide to-a']],
  ] as const)('%s %j: %j', (status, change, expected) => {
    expect(steps({ status, ...change })).toEqual(expected);
  });

  it.each(keysOf(CASE_STATUSES))('%s names one accountable unit for each step', (status) => {
    expect(openSteps(row({ status })).every(({ unit }) => unit !== '')).toBe(true);
  });
});

describe('the dated policy', () => {
  const deadline = (change: Partial<Deadline>): Deadline => ({
    validFrom: '2026-01-01T00:00:00.000Z',
    validTo: null,
    step: 'claim',
    priority: null,
    minutes: 60,
    source: 'x',
    ...change,
  });

  it('counts as it stood when the step began; the row for the priority before the row for every one', () => {
    const policy = policyOf([
      deadline({ validTo: '2026-02-01T00:00:00.000Z', minutes: 5 }),
      deadline({ validFrom: '2026-02-01T00:00:00.000Z', minutes: 60 }),
      deadline({ priority: 'critical', minutes: 15 }),
    ]);

    expect(policy('claim', 'medium', '2026-01-15T00:00:00.000Z')).toBe(5);
    expect(policy('claim', 'medium', '2026-02-01T00:00:00.000Z')).toBe(60);
    expect(policy('claim', 'critical', SINCE)).toBe(15);
    expect(policy('approve', 'medium', SINCE)).toBeUndefined();
  });

  it('gives each step its moment, soonest first; without a row there is none', () => {
    const policy = policyOf([deadline({ minutes: 90 }), deadline({ step: 'decide', minutes: 30 })]);

    expect(dueSteps(row({}), policy)).toEqual([
      { step: 'decide', unit: 'to-a', at: '2026-03-01T08:30:00.000Z' },
      { step: 'claim', unit: 'to-a', at: '2026-03-01T09:30:00.000Z' },
    ]);
    expect(dueSteps(row({ status: 'awaiting-approval' }), policy)).toEqual([]);
  });
});
