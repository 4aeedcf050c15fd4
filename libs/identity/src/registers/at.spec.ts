import { describe, expect, it } from '@jest/globals';
import type { RegisterKind } from '#libs/contracts';
import { RegistersAt } from './at.js';
import type { RegisterVersion } from './read-model.js';

let position = 0;
const version = (
  kind: RegisterKind,
  entry: string,
  value: Record<string, unknown> | null,
  from = '2026-01-01',
  to: string | null = null,
): RegisterVersion => ({
  kind,
  entry,
  position: ++position,
  validFrom: new Date(from),
  validTo: to === null ? null : new Date(to),
  retired: value === null,
  value,
});
const unit = (entry: string, successors: string[] = [], from?: string, to?: string | null): RegisterVersion =>
  version('unit', entry, { name: entry, successors }, from, to);
const basis = (entry: string, actions: string[], categories: string[]): RegisterVersion =>
  version('legal-basis', entry, { actions, categories });
const competence = (of: string, legalBases: string[], actions: string[], categories: string[]): RegisterVersion =>
  version('competence', `tq-${of}-${legalBases.join('-')}`, { unit: of, legalBases, actions, categories });

const at = (moment: string, ...versions: RegisterVersion[]): RegistersAt => new RegistersAt(versions, new Date(moment));

describe('an entry at a moment', () => {
  const versions = [
    version('guard', 'a', { name: 'old' }),
    version('guard', 'a', { name: 'new' }, '2026-06-01', '2026-09-01'),
    version('guard', 'b', { name: 'gone' }),
    version('guard', 'b', null, '2026-05-01'),
  ];

  it.each([
    ['2025-12-31', undefined],
    ['2026-03-01', 'old'],
    ['2026-06-01', 'new'],
    ['2026-08-31', 'new'],
    ['2026-09-01', undefined],
  ])('on %s is %s', (moment, name) => {
    expect(at(moment, ...versions).get('guard', 'a')?.name).toBe(name);
  });

  it('counts until it was retired', () => {
    expect(at('2026-04-30', ...versions).get('guard', 'b')).toBeDefined();
    expect(at('2026-05-01', ...versions).get('guard', 'b')).toBeUndefined();
  });

  it('can be corrected for the past: what was approved last counts', () => {
    const corrected = [...versions, version('guard', 'a', { name: 'corrected' }, '2026-02-01')];
    expect(at('2026-03-01', ...corrected).get('guard', 'a')?.name).toBe('corrected');
    expect(at('2026-01-15', ...corrected).get('guard', 'a')?.name).toBe('old');
  });
});

describe('competence', () => {
  const registers = at(
    '2026-03-01',
    unit('so-a'),
    unit('so-b'),
    basis('nd-147', ['remove-content', 'block-url'], ['csam', 'bullying']),
    basis('nd-15', ['block-url'], ['csam']),
    competence('so-a', ['nd-147', 'nd-15'], ['remove-content', 'block-url'], ['csam']),
  );
  const question = { unit: 'so-a', action: 'block-url', category: 'csam', legalBasis: 'nd-147' } as const;

  it('needs unit, action, category and legal basis to agree', () => {
    expect(registers.competent(question)).toBe(true);
    expect(registers.competent({ ...question, unit: 'so-b' })).toBe(false);
    expect(registers.competent({ ...question, action: 'block-domain' })).toBe(false);
    expect(registers.competent({ ...question, category: 'bullying' })).toBe(false);
    expect(registers.competent({ ...question, legalBasis: 'nd-0' })).toBe(false);
  });

  it('is not had for what the legal basis itself does not cover', () => {
    expect(registers.competent({ ...question, action: 'remove-content', legalBasis: 'nd-15' })).toBe(false);
    expect(registers.legalBases({ unit: 'so-a', action: 'remove-content' }).map(({ id }) => id)).toEqual(['nd-147']);
  });

  it('names the units that have it, for the letter of one that has not', () => {
    expect(registers.competentUnits({ action: 'block-url', category: 'csam' }).map(({ id }) => id)).toEqual(['so-a']);
    expect(registers.competentUnits({ action: 'block-url', category: 'grooming' })).toEqual([]);
  });
});

describe('units that took over', () => {
  it('are asked through several mergers, also when the earlier ones have ended', () => {
    const registers = at(
      '2026-03-01',
      unit('lam-dong'),
      unit('dak-nong', ['lam-dong'], '2020-01-01', '2025-07-01'),
      unit('dak-lak-cu', ['dak-nong'], '1990-01-01', '2004-01-01'),
      unit('ha-noi'),
    );
    expect(registers.predecessors('lam-dong')).toEqual(['dak-lak-cu', 'dak-nong']);
    expect(registers.predecessors('ha-noi')).toEqual([]);
  });

  it('do not loop when two name each other', () => {
    expect(at('2026-03-01', unit('a', ['b']), unit('b', ['a'])).predecessors('a')).toEqual(['b']);
  });
});

describe('the deadline of a step', () => {
  const row = (priority: string | null, minutes: number): RegisterVersion =>
    version('deadline', `claim-${priority ?? 'all'}`, { step: 'claim', priority, minutes });

  it('is the row of the priority, else the one for all, else none', () => {
    const registers = at('2026-03-01', row(null, 240), row('critical', 15));
    expect(registers.deadline('claim', 'critical')?.minutes).toBe(15);
    expect(registers.deadline('claim', 'low')?.minutes).toBe(240);
    expect(registers.deadline('approve', 'low')).toBeUndefined();
  });
});
