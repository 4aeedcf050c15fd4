import { describe, expect, it } from '@jest/globals';
import type { Seen } from '#libs/dns';
import type { Entry } from '../state/entry.js';
import { ResolverProof } from './proof.js';

const entry = (id: string, target: Entry['target'], referral = false): Entry => ({
  ...{ id, sequence: 1, reference: 'r', target, expiresAt: '', referral },
});
const OPEN: Seen = { kind: 'addresses', addresses: ['192.0.2.1'] };

/** A resolver that shows a generation and answers some names as blocked. */
const world = (shows: number | undefined, blocked: readonly string[], host = '127.0.0.1') => {
  const asked: string[] = [];
  const look = new ResolverProof({ host, port: 53 }, 'canary.example', 0, () => 0, {
    texts: () => Promise.resolve(shows === undefined ? undefined : [`lachan-agent generation ${shows}`]),
    addresses: (_, name) => {
      asked.push(name);
      return Promise.resolve(blocked.includes(name) ? { kind: 'nxdomain' } : OPEN);
    },
  });
  return { look, asked };
};

describe('what the resolver shows', () => {
  it('is proof of a host when its name is blocked, of a domain when what lies below it is too', async () => {
    const { look } = world(3, ['canary.example', 'a.test', 'b.test', 'lachan-agent-check.b.test', 'c.test']);
    const entries = [
      entry('1', { host: 'a.test' }),
      entry('2', { domain: 'b.test' }),
      entry('3', { domain: 'c.test' }),
    ];
    expect(await look.look(3, entries, false)).toEqual({ loaded: true, shown: new Set(['1', '2']) });
  });

  it('is waited for while the list is shown and a name of it not yet', async () => {
    let looks = 0;
    const look = new ResolverProof({ host: '127.0.0.1', port: 53 }, undefined, 1_000, () => looks, {
      texts: () => Promise.resolve(['lachan-agent generation 3']),
      addresses: () => Promise.resolve((looks += 1) < 3 ? OPEN : { kind: 'nodata' }),
    });
    expect(await look.look(3, [entry('1', { host: 'a.test' })], true)).toEqual({ loaded: true, shown: new Set(['1']) });
    expect(looks).toBe(3);
  });

  it.each<[number | undefined, readonly string[], RegExp]>([
    [undefined, ['canary.example'], /no answer/],
    [2, ['canary.example'], /does not show the new list/],
    [3, [], /does not block the canary/],
  ])('is none while it shows generation %s', async (shows, blocked, words) => {
    const proof = await world(shows, blocked).look.look(3, [], false);
    expect(proof.loaded ? '' : proof.why).toMatch(words);
  });

  it('never asks another machine about a name of a referral category', async () => {
    const elsewhere = world(3, ['canary.example'], '192.0.2.53');
    expect(await elsewhere.look.look(3, [entry('1', { host: 'a.test' }, true)], false)).toEqual({
      loaded: true,
      shown: new Set(['1']),
    });
    expect(elsewhere.asked).toEqual(['canary.example']);
    const here = world(3, ['canary.example']);
    expect(await here.look.look(3, [entry('1', { host: 'a.test' }, true)], false)).toEqual({
      loaded: true,
      shown: new Set(),
    });
  });
});
