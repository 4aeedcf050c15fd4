import { describe, expect, it } from '@jest/globals';
import { ACTIONS, CATEGORIES, keysOf } from '#libs/contracts';
import { competent, guarded, letter, target } from '../../test/cases.js';
import { mandateOf, verdictOf, type VerdictQuestion } from '../index.js';

const ask = (change: Partial<VerdictQuestion> = {}) =>
  verdictOf({
    category: 'social-vice',
    action: 'block-host',
    target,
    scope: { host: target.host },
    ...competent,
    ...change,
  });
const codes = (change: Partial<VerdictQuestion>) => ask(change).walls.map(({ refusal }) => refusal);

describe('the verdict before a proposal', () => {
  it('lets through what the table allows, with its longest term and what has to be stated', () => {
    expect(ask()).toEqual({ action: 'block-host', proposable: true, walls: [], maxDays: 365, conditions: [] });
    expect(ask({ action: 'block-domain', scope: { domain: 'example.test' } }).conditions).toEqual(['proportionality']);
    expect(ask({ competence: letter.competence }).proposable).toBe(true);
  });

  it('names every wall at once, not only the first', () => {
    const nobody = { verdict: 'nobody' } as const;
    expect(codes({ guard: guarded.guard, competence: nobody })).toEqual(['guarded-target', 'no-competent-authority']);
    expect(codes({ target: { ...target, platform: 'youtube' } })).toEqual(['narrower-works']);
  });

  it('says of an action outside the mandate only that, and of one without a scope that there is none', () => {
    expect(codes({ category: 'bullying', guard: guarded.guard })).toEqual(['out-of-mandate']);
    expect(ask({ scope: null }).walls).toEqual([{ refusal: 'guarded-target', detail: 'no-such-scope' }]);
  });

  it('never lets through what the table does not allow', () => {
    for (const category of keysOf(CATEGORIES)) {
      for (const action of keysOf(ACTIONS)) {
        const verdict = ask({ category, action, scope: { url: target.requestUrl } });
        if (!mandateOf(category, action).allowed) expect(verdict.proposable).toBe(false);
        expect(verdict.maxDays !== null).toBe(mandateOf(category, action).allowed);
      }
    }
  });
});
