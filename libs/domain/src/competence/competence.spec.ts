import { describe, expect, it } from '@jest/globals';
import type { Competence, LegalBasis } from '#libs/contracts';
import { competenceOf, type CompetenceQuestion } from './competence.js';

const always = { validFrom: '2020-01-01T00:00:00.000Z', validTo: null };
const basis: LegalBasis & { id: string } = {
  ...always,
  id: 'luat-tre-em-54',
  citation: 'Luật Trẻ em, Điều 54',
  title: 'title',
  categories: ['bullying', 'csam'],
  actions: ['remove-content', 'block-host'],
};
const competence = (unit: string, change: Partial<Competence> = {}): Competence => ({
  ...always,
  unit,
  actions: ['remove-content'],
  legalBases: [basis.id],
  categories: ['bullying'],
  ...change,
});
const question: CompetenceQuestion = {
  unit: 'lam-dong',
  superiors: ['so-tttt', 'bo-tttt'],
  action: 'remove-content',
  category: 'bullying',
  legalBasis: basis.id,
  at: '2026-03-01T00:00:00.000Z',
};
const ask = (competences: Competence[], change: Partial<CompetenceQuestion> = {}, legalBases = [basis]) =>
  competenceOf({ ...question, ...change }, { competences, legalBases });

describe('competence', () => {
  it('is the unit’s own where the register says so', () => {
    expect(ask([competence('lam-dong'), competence('bo-tttt')])).toEqual({ verdict: 'competent' });
  });

  it('is the nearest superior’s where the unit has none', () => {
    expect(ask([competence('bo-tttt'), competence('a-unit'), competence('so-tttt')])).toEqual({
      verdict: 'authority',
      authority: 'so-tttt',
    });
  });

  it('is the first by id where no superior has it, in whatever order the register came', () => {
    const units = [competence('cuc-b'), competence('cuc-a')];
    for (const order of [units, [...units].reverse()]) {
      expect(ask(order)).toEqual({ verdict: 'authority', authority: 'cuc-a' });
    }
  });

  it('is nobody’s where the register is silent', () => {
    expect(ask([])).toEqual({ verdict: 'nobody' });
  });

  it('counts on its day, for its action, category and legal basis only', () => {
    const short = { validTo: '2026-03-01T00:00:00.000Z' };
    for (const other of [
      short,
      { validFrom: '2026-03-01T00:00:00.001Z' },
      { actions: ['block-host' as const] },
      { categories: ['csam' as const] },
      { legalBases: ['other'] },
    ]) {
      expect(ask([competence('lam-dong', other)])).toEqual({ verdict: 'nobody' });
    }
  });

  it('rests on a legal basis that is in the register, in force, and covers category and action', () => {
    const all = [competence('lam-dong')];
    const why = (change: Partial<LegalBasis>) => ask(all, {}, [{ ...basis, ...change }]);
    expect(ask(all, { legalBasis: 'other' })).toEqual({
      verdict: 'legal-basis-invalid',
      why: 'other is not in the register',
    });
    expect(why({ validTo: question.at })).toMatchObject({ why: `luat-tre-em-54 is not in force on ${question.at}` });
    expect(why({ categories: ['csam'] })).toMatchObject({ why: 'luat-tre-em-54 does not cover bullying' });
    expect(why({ actions: ['block-host'] })).toMatchObject({ why: 'luat-tre-em-54 does not allow remove-content' });
  });

  it('finds the version of a legal basis that was in force on the day', () => {
    const old = { ...basis, validTo: '2026-01-01T00:00:00.000Z', actions: ['block-host' as const] };
    const now = { ...basis, validFrom: '2026-01-01T00:00:00.000Z' };
    expect(ask([competence('lam-dong')], {}, [old, now])).toEqual({ verdict: 'competent' });
    expect(ask([competence('lam-dong')], { at: '2025-06-01T00:00:00.000Z' }, [old, now])).toMatchObject({
      verdict: 'legal-basis-invalid',
    });
  });
});
