import { describe, expect, it } from '@jest/globals';
import { ProposeTakedown, type Proposal, type Target } from '#libs/contracts';
import { buildProposal, digestOf } from './proposal.js';

const CASE = '0190a000-0000-7000-8000-00000000000a';
const NOW = '2026-03-01T08:00:00.000Z';
const accepted = (change: object = {}): Target => ({
  state: 'accepted',
  raw: 'HTTPS://A.example.test/b?utm_source=1#x',
  canonicalUrl: 'https://a.example.test/b',
  requestUrl: 'https://a.example.test/b?utm_source=1#x',
  contentKey: 'url:a.example.test/b',
  host: 'a.example.test',
  domain: 'example.test',
  platform: null,
  flags: [],
  canonicaliserVersion: '1',
  ...change,
});
const words = (change: object = {}): ProposeTakedown =>
  ProposeTakedown.parse({
    action: 'block-url',
    category: 'social-vice',
    legalBasis: 'luat',
    reasons: 'Đánh bạc.',
    expiresInDays: 10,
    ...change,
  });
const build = (change: object = {}, target: Target = accepted()): Proposal => {
  const proposal = buildProposal(CASE, [target], words(change), NOW);
  if (typeof proposal === 'string') throw new Error(proposal);
  return proposal;
};

describe('a proposal', () => {
  it.each([
    ['block-url', { url: 'https://a.example.test/b?utm_source=1#x' }],
    ['remove-content', { url: 'https://a.example.test/b?utm_source=1#x' }],
    ['block-host', { host: 'a.example.test' }],
    ['block-domain', { domain: 'example.test' }],
  ])('%s reaches exactly its scope, the URL as it was reported', (action, scope) => {
    expect(build({ action }).scope).toEqual(scope);
  });

  it('ends so many days from now, or at the moment that was said', () => {
    expect(build().expiresAt).toBe('2026-03-11T08:00:00.000Z');
    expect(build({ expiresInDays: undefined, expiresAt: '2026-05-01T00:00:00Z' }).expiresAt).toBe(
      '2026-05-01T00:00:00.000Z',
    );
  });

  it('takes one of the two ends, not both and not neither', () => {
    expect(() => words({ expiresAt: '2026-05-01T00:00:00Z' })).toThrow();
    expect(() => words({ expiresInDays: undefined })).toThrow();
  });

  it('is none without an identified target, or where the action cannot be expressed', () => {
    expect(buildProposal(CASE, [{ state: 'none' }], words(), NOW)).toBe('no-target');
    expect(buildProposal(CASE, [accepted()], words({ targetIndex: 1 }), NOW)).toBe('no-target');
    expect(buildProposal(CASE, [accepted({ domain: null })], words({ action: 'block-domain' }), NOW)).toBe('no-scope');
  });
});

describe('its digest', () => {
  it('is the same whatever order fields and providers came in', () => {
    const one = build({ providers: ['b', 'a'] });
    const other = Object.fromEntries(Object.entries(build({ providers: ['a', 'b', 'a'] })).reverse()) as Proposal;

    expect(digestOf(other)).toBe(digestOf(one));
  });

  it.each([
    ['the reasons', { reasons: 'Đánh bạc!' }],
    ['the action', { action: 'block-host' }],
    ['the end', { expiresInDays: 11 }],
    ['the providers', { providers: ['a'] }],
    ['the note on proportionality', { proportionality: 'đủ hẹp' }],
    ['the kind of speech', { speech: 'press' }],
  ])('changes with %s', (_what, change) => {
    expect(digestOf(build(change))).not.toBe(digestOf(build()));
  });
});
