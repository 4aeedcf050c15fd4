import { describe, expect, it } from '@jest/globals';
import type { Action, AcceptedTarget, Category, Proposal } from '#libs/contracts';
import { competent, guarded, letter, proposal, target } from '../../test/cases.js';
import { NOW } from '../../test/people.js';
import { plusDays } from '../time/instant.js';
import { checkProposal, needsSecondUnit } from './check.js';
import type { MandateFacts } from './facts.js';

const check = (change: Partial<Proposal>, at: AcceptedTarget = target, facts: MandateFacts = competent) =>
  checkProposal(proposal(change), at, NOW, facts)?.refusal ?? 'may go on';

const vice = (action: Action, scope: Proposal['scope']): Partial<Proposal> => ({
  category: 'social-vice',
  action,
  scope,
  harm: null,
});

describe('the scope of a proposal', () => {
  const fitting: [Action, Category, Proposal['scope']][] = [
    ['remove-content', 'social-vice', { url: target.requestUrl }],
    ['stop-sharing', 'social-vice', { url: target.requestUrl }],
    ['block-url', 'social-vice', { url: target.requestUrl }],
    ['block-host', 'social-vice', { host: target.host }],
    ['restrict-age', 'age-inappropriate', { url: target.requestUrl }],
    ['restrict-age', 'age-inappropriate', { host: target.host }],
    ['restrict-age', 'age-inappropriate', { domain: 'example.test' }],
  ];
  it.each(fitting)('%s in %s names its target: %j', (action, category, scope) => {
    expect(check({ ...vice(action, scope), category })).toBe('may go on');
  });

  it('names nothing else and nothing wider', () => {
    expect(check(vice('block-url', { url: 'http://bad.example.test/' }))).toBe('scope-mismatch');
    expect(check(vice('block-url', { host: target.host }))).toBe('scope-mismatch');
    expect(check(vice('block-host', { host: 'example.test' }))).toBe('scope-mismatch');
    expect(check({ ...vice('block-domain', { domain: 'test' }), proportionality: 'p' })).toBe('scope-mismatch');
  });

  it('has no domain where the target has none', () => {
    const address = { ...target, domain: null };
    expect(check({ ...vice('block-domain', { domain: 'example.test' }), proportionality: 'p' }, address)).toBe(
      'scope-mismatch',
    );
  });

  it('knows ages for school lists only', () => {
    expect(check({ ageBands: ['0-5'] })).toBe('scope-mismatch');
  });

  it('stays at the item where a platform can remove it', () => {
    const video = { ...target, platform: 'youtube' };
    expect(check(vice('block-host', { host: target.host }), video)).toBe('narrower-works');
    expect(check(vice('remove-content', { url: target.requestUrl }), video)).toBe('may go on');
  });
});

describe('the statements of a proposal', () => {
  it('weigh a whole domain in writing', () => {
    const domain = vice('block-domain', { domain: 'example.test' });
    expect(check(domain)).toBe('proportionality-required');
    expect(check({ ...domain, proportionality: '  ' })).toBe('proportionality-required');
    expect(check({ ...domain, proportionality: 'only this is on it' })).toBe('may go on');
  });

  it('name the concrete harm and how it was verified, for content-level categories', () => {
    for (const category of ['bullying', 'privacy-leak', 'false-info-child', 'harmful-service'] as const) {
      expect(check({ category, harm: null })).toBe('harm-required');
      expect(check({ category, harm: { stated: ' ', verifiedHow: 'how' } })).toBe('harm-required');
      expect(check({ category })).toBe('may go on');
    }
    expect(check({ category: 'csam', harm: null })).toBe('may go on');
  });

  it('give reasons, always', () => {
    expect(check({ reasons: '\n' })).toBe('reasons-required');
  });
});

describe('the end of a proposal', () => {
  it('lies ahead and within the days that the table allows', () => {
    expect(check({ expiresAt: NOW })).toBe('expiry-passed');
    expect(check({ expiresAt: plusDays(NOW, 90) })).toBe('may go on');
    expect(check({ expiresAt: plusDays(NOW, 91) })).toBe('expiry-too-far');
    expect(check({ category: 'csam', expiresAt: plusDays(NOW, 365) })).toBe('may go on');
    expect(check({ category: 'csam', expiresAt: plusDays(NOW, 366) })).toBe('expiry-too-far');
  });
});

describe('what the guard list and the registers say', () => {
  it('stops at a guarded name, whatever else is right or wrong', () => {
    expect(check({}, target, guarded)).toBe('guarded-target');
    expect(check({ reasons: '' }, target, guarded)).toBe('guarded-target');
  });

  it('goes on where somebody else is competent, and stops where nobody is', () => {
    expect(check({}, target, letter)).toBe('may go on');
    expect(check({}, target, { ...competent, competence: { verdict: 'nobody' } })).toBe('no-competent-authority');
    expect(check({}, target, { ...competent, competence: { verdict: 'legal-basis-invalid', why: 'ended' } })).toBe(
      'legal-basis-invalid',
    );
  });
});

describe('a second unit', () => {
  it('is needed for speech in the content-level categories, and nowhere else', () => {
    for (const category of ['bullying', 'privacy-leak', 'false-info-child', 'harmful-service'] as const) {
      for (const speech of ['press', 'criticism', 'complaint', 'denunciation'] as const) {
        expect(needsSecondUnit(proposal({ category, speech }))).toBe(true);
      }
      expect(needsSecondUnit(proposal({ category, speech: null }))).toBe(false);
    }
    expect(needsSecondUnit(proposal({ category: 'csam', speech: 'press' }))).toBe(false);
  });
});
