import { describe, expect, it } from '@jest/globals';
import type { Seen } from '#libs/dns';
import { verdictOf, verdictOfLift, type Look } from './verdict.js';

const there: Seen = { kind: 'addresses', addresses: ['192.0.2.1'] };
const elsewhere: Seen = { kind: 'addresses', addresses: ['192.0.2.77'] };
const zero: Seen = { kind: 'addresses', addresses: ['0.0.0.0'] };
const notice: Seen = { kind: 'addresses', addresses: ['203.0.113.9'] };
const gone: Seen = { kind: 'nxdomain' };
const empty: Seen = { kind: 'nodata' };
const failed: Seen = { kind: 'failed' };
const both = (provider: Seen, control: Seen = there) => ({ provider, control });

/** A provider that applies its list, and blocks the target. */
const BLOCKING: Look = { target: both(gone), canary: both(gone), neighbour: both(there) };
const look = (change: Partial<Look>): Look => ({ ...BLOCKING, ...change });

describe('the verdict on a block', () => {
  it.each<[string, Look, string, string]>([
    ['NXDOMAIN where the control answers', BLOCKING, 'blocked', 'answered-as-blocked'],
    ['no addresses', look({ target: both(empty) }), 'blocked', 'answered-as-blocked'],
    ['the unspecified address', look({ target: both(zero) }), 'blocked', 'answered-as-blocked'],
    ['the notice page', look({ target: both(notice), notice: '203.0.113.9' }), 'blocked', 'answered-as-blocked'],
    ['an address that is no notice page', look({ target: both(notice) }), 'not-blocked', 'answers-like-control'],
    [
      'an address beside the notice page',
      look({ target: both({ kind: 'addresses', addresses: ['203.0.113.9', '192.0.2.1'] }), notice: '203.0.113.9' }),
      'not-blocked',
      'answers-like-control',
    ],
    [
      'other addresses than the control: it is hosted widely',
      look({ target: both(elsewhere) }),
      'not-blocked',
      'answers-like-control',
    ],
    [
      'the list is not applied at all',
      look({ target: both(there), canary: both(there) }),
      'not-blocked',
      'list-not-applied',
    ],
    ['the resolver does not answer', look({ target: both(failed) }), 'undetermined', 'resolver-silent'],
    ['the control does not answer', look({ target: both(gone, failed) }), 'undetermined', 'control-silent'],
    ['the name is gone for everybody', look({ target: both(gone, gone) }), 'undetermined', 'name-gone'],
    ['the name has no addresses for anybody', look({ target: both(empty, empty) }), 'undetermined', 'name-gone'],
    ['a resolver that blocks everything', look({ neighbour: both(gone) }), 'undetermined', 'neighbour-unreachable'],
    [
      'a resolver that sends everything to its page',
      look({ neighbour: both(notice), notice: '203.0.113.9' }),
      'undetermined',
      'neighbour-unreachable',
    ],
    ['a neighbour that is gone', look({ neighbour: both(gone, gone) }), 'undetermined', 'neighbour-unreachable'],
    ['a resolver that stops in the middle', look({ neighbour: both(failed) }), 'undetermined', 'resolver-silent'],
  ])('%s', (_, seen, verdict, reason) => {
    expect(verdictOf(seen)).toEqual({ verdict, reason });
  });

  const { target: _, ...canaryOnly } = BLOCKING;

  it('of a referral category rests on the canary alone', () => {
    expect(verdictOf(canaryOnly)).toEqual({ verdict: 'blocked', reason: 'canary-blocked' });
    expect(verdictOf({ ...canaryOnly, canary: both(there) })).toEqual({
      verdict: 'not-blocked',
      reason: 'list-not-applied',
    });
    expect(verdictOf({ ...canaryOnly, canary: both(gone, gone) })).toEqual({
      verdict: 'undetermined',
      reason: 'canary-gone',
    });
  });

  it('never says blocked where the control found nothing, whatever the provider said', () => {
    for (const provider of [there, gone, empty, zero, failed]) {
      for (const control of [gone, empty, failed]) {
        expect(verdictOf(look({ target: { provider, control } })).verdict).toBe('undetermined');
      }
    }
  });

  it('on a lift is the same, but that a canary says nothing about it', () => {
    expect(verdictOfLift(look({ target: both(there) })).verdict).toBe('not-blocked');
    expect(verdictOfLift(BLOCKING).verdict).toBe('blocked');
    expect(verdictOfLift(canaryOnly)).toEqual({ verdict: 'undetermined', reason: 'canary-says-nothing' });
  });
});
