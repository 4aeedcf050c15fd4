import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CATEGORIES, keysOf } from '#libs/contracts';
import { report } from '../../test/cases.js';
import { independentSources, priorityOf } from './priority.js';

const none = { classified: null, suggested: [], reports: [report()] };

describe('independent sources', () => {
  it('count once for a flood that cannot be told apart', () => {
    const flood = Array.from({ length: 50 }, (_, n) =>
      report({ reportId: `report-${String(n)}`, channel: 'public-form', unit: null }),
    );
    expect(independentSources(flood)).toBe(1);
  });

  it('count by source where it is known, by channel and unit where it is not', () => {
    expect(
      independentSources([
        report({ source: 's1' }),
        report({ source: 's1', channel: 'hotline-111' }),
        report({ source: 's2' }),
        report({ channel: 'school', unit: 'truong-a' }),
        report({ channel: 'school', unit: 'truong-b' }),
      ]),
    ).toBe(4);
  });
});

describe('priority', () => {
  it('is medium without a reason while nothing is known', () => {
    expect(priorityOf(none)).toEqual({ priority: 'medium', reasons: [] });
  });

  it('follows the classification, whatever was hinted', () => {
    const reports = [report({ categoryHint: 'csam' })];
    expect(priorityOf({ ...none, reports }).priority).toBe('critical');
    expect(priorityOf({ ...none, reports, classified: 'age-inappropriate' }).priority).toBe('low');
  });

  it('rises a step with three independent sources, and not with two', () => {
    const sources = ['a', 'b', 'c'].map((source) => report({ source }));
    const facts = { ...none, classified: 'bullying' as const };
    expect(priorityOf({ ...facts, reports: sources.slice(0, 2) }).priority).toBe('medium');
    expect(priorityOf({ ...facts, reports: sources })).toEqual({
      priority: 'high',
      reasons: ['category', 'independent-sources'],
    });
  });

  it('rises a step for a child under 11', () => {
    const facts = { ...none, classified: 'bullying' as const };
    expect(priorityOf({ ...facts, reports: [report({ ageBand: '6-10' })] }).priority).toBe('high');
    expect(priorityOf({ ...facts, reports: [report({ ageBand: '11-14' })] }).priority).toBe('medium');
  });

  it('is critical when a child is in danger, whatever the category', () => {
    fc.assert(
      fc.property(fc.constantFrom(...keysOf(CATEGORIES)), fc.boolean(), (classified, helpNeeded) => {
        const reports = [report({ childInDanger: true, helpNeeded })];
        expect(priorityOf({ classified, suggested: [], reports }).priority).toBe('critical');
      }),
    );
  });

  it('never falls when another report comes in', () => {
    const rank = ['low', 'medium', 'high', 'critical'];
    const anyReport = fc.record({
      source: fc.option(fc.constantFrom('a', 'b', 'c', 'd')),
      ageBand: fc.option(fc.constantFrom('0-5' as const, '11-14' as const)),
      helpNeeded: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(anyReport, { minLength: 1 }), fc.constantFrom(...keysOf(CATEGORIES)), (parts, category) => {
        const reports = parts.map((part) => report(part));
        const before = priorityOf({ classified: category, suggested: [], reports: reports.slice(0, -1) });
        const after = priorityOf({ classified: category, suggested: [], reports });
        expect(rank.indexOf(after.priority)).toBeGreaterThanOrEqual(rank.indexOf(before.priority));
      }),
    );
  });
});
