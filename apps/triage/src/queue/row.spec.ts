import { describe, expect, it } from '@jest/globals';
import type { EventData, EventType } from '#libs/contracts';
import { evolveRow, type CaseRow, type CaseRowEvent } from './row.js';

const CASE = '0190a000-0000-7000-8000-00000000000a';
const OTHER = '0190a000-0000-7000-8000-00000000000b';
const at = (minute: number): string => `2026-03-01T00:${String(minute).padStart(2, '0')}:00.000Z`;

let position = 0;
const event = <T extends EventType>(
  type: T,
  version: number,
  data: EventData<T>,
  stream = `case-${CASE}`,
): CaseRowEvent => {
  position += 1;
  return { type, version, data, stream, position, occurredAt: at(position % 60) } as unknown as CaseRowEvent;
};
const report = (unit: string | null, plea = false): EventData<'ReportAttached'>['report'] => ({
  reportId: OTHER,
  channel: 'school',
  province: null,
  unit,
  source: null,
  categoryHint: null,
  ageBand: null,
  helpNeeded: plea,
  childInDanger: false,
  reportedAt: at(0),
});
const opened = () =>
  event('CaseOpened', 1, { caseId: CASE, unit: 'to-a', province: null, plea: false, target: { state: 'none' } });
const fold = (...events: CaseRowEvent[]): CaseRow => {
  const row = events.reduce<CaseRow | undefined>(evolveRow, undefined);
  if (row === undefined) throw new Error('no row');
  return row;
};

describe('the row of a case', () => {
  it('keeps its version across reports, notes and claims, and moves with what a decision rests on', () => {
    const row = fold(
      opened(),
      event('ReportAttached', 2, { caseId: CASE, report: report('to-b') }),
      event('NoteAdded', 3, { caseId: CASE, noteId: OTHER, visibility: 'internal', text: 'Đã gọi' }),
      event('CaseClaimed', 1, { caseId: CASE, person: 'lan', unit: 'to-a', until: at(30) }, `claim-${CASE}`),
    );

    expect(row).toMatchObject({
      version: 1,
      coordinating: ['to-b'],
      notes: ['Đã gọi'],
      claim: { by: 'lan', token: 1 },
    });
    const classified = event('CaseClassified', 4, { caseId: CASE, category: 'bullying', person: 'lan', human: 'h' });
    expect(evolveRow(row, classified)).toMatchObject({ version: 4, category: 'bullying' });
  });

  it('becomes a plea with any report that asks for help, and stays one', () => {
    const row = fold(
      opened(),
      event('ReportAttached', 2, { caseId: CASE, report: report(null, true) }),
      event('ReportAttached', 3, { caseId: CASE, report: report(null) }),
    );

    expect(row.plea).toBe(true);
  });

  it('ends as merged on one stream and takes over on the other', () => {
    const data: EventData<'CaseMerged'> = {
      caseId: OTHER,
      from: OTHER,
      into: CASE,
      person: 'lan',
      plea: true,
      possibleReferral: false,
      reports: [report('to-c')],
      targets: [{ state: 'none' }],
    };
    const into = fold(opened(), event('CaseMerged', 2, data));
    const from = fold(opened(), event('CaseMerged', 2, { ...data, from: CASE, into: OTHER }));

    expect(into).toMatchObject({ status: 'open', plea: true, coordinating: ['to-c'] });
    expect(into.targets).toHaveLength(2);
    expect(from).toMatchObject({ status: 'merged', mergedInto: OTHER });
  });

  it('coordinates where it led, once it was handed over, and never both', () => {
    const hand = (version: number, unit: string) =>
      event('CaseAssigned', version, { caseId: CASE, unit, person: null, by: 'lan', reason: 'x' });

    expect(fold(opened(), hand(2, 'to-b'))).toMatchObject({ unit: 'to-b', coordinating: ['to-a'] });
    expect(fold(opened(), hand(2, 'to-b'), hand(3, 'to-a'))).toMatchObject({ unit: 'to-a', coordinating: ['to-b'] });
  });

  it('is nothing for events of a case that was never opened', () => {
    expect(
      evolveRow(undefined, event('CaseReopened', 2, { caseId: CASE, person: 'lan', reason: 'x' })),
    ).toBeUndefined();
  });

  it('keeps every request for review, the oldest first, until each is decided; none after the case closed', () => {
    const asked = (reviewId: string, by: 'school' | 'public'): CaseRowEvent => ({
      ...event('ReviewRequested', 2, { caseId: CASE, order: OTHER, reviewId, reason: 'r', contact: null }),
      actor:
        by === 'school' ? { kind: 'key', id: 'k', unit: 'truong', role: 'school' } : { kind: 'public', id: 'public' },
    });
    const decided = (reviewId: string): CaseRowEvent =>
      event('ReviewDecided', 3, {
        caseId: CASE,
        order: OTHER,
        reviewId,
        outcome: 'rejected',
        person: 'hn',
        human: 'hn',
        reason: 'r',
      });
    const waiting = (...events: CaseRowEvent[]): string[] => {
      const { review, moreReviews } = fold(opened(), asked('one', 'school'), asked('two', 'public'), ...events);
      return [review, ...moreReviews].flatMap((each) => (each === null ? [] : [`${each.reviewId} ${each.by}`]));
    };

    expect(waiting()).toEqual(['one school', 'two affected']);
    expect(waiting(decided('one'))).toEqual(['two affected']);
    expect(waiting(decided('two'))).toEqual(['one school']);
    expect(waiting(decided('one'), decided('two'))).toEqual([]);
    expect(waiting(event('CaseClosed', 4, { caseId: CASE, outcome: 'expired', order: OTHER }))).toEqual([]);
  });
});
