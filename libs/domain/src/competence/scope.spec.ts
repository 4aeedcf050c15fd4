import { describe, expect, it } from '@jest/globals';
import type { Action, Provider, ProviderKind } from '#libs/contracts';
import { providersInScope, type ScopeQuestion } from './scope.js';

const ALL: Action[] = ['remove-content', 'stop-sharing', 'restrict-age', 'block-url', 'block-host', 'block-domain'];
const provider = (id: string, kind: ProviderKind, change: Partial<Provider> = {}): Provider & { id: string } => ({
  id,
  validFrom: '2020-01-01T00:00:00.000Z',
  validTo: null,
  name: id,
  kind,
  expresses: ALL,
  platforms: [],
  provinces: null,
  sandbox: false,
  contact: '',
  ...change,
});
const names: Action[] = ['block-host', 'block-domain'];
const providers = [
  provider('telecom-a', 'telecom', { expresses: names }),
  provider('isp-b', 'isp', { expresses: [...names, 'block-url'] }),
  provider('tube', 'platform', { platforms: ['youtube'], expresses: ['remove-content', 'stop-sharing'] }),
  provider('book', 'platform', { platforms: ['facebook'], expresses: ['remove-content'] }),
  provider('hosting', 'host', { expresses: ['remove-content'] }),
  provider('sandbox', 'isp', { sandbox: true }),
];
const ask = (change: Partial<ScopeQuestion>) =>
  providersInScope({
    category: 'social-vice',
    action: 'block-host',
    platform: null,
    providers,
    named: null,
    ...change,
  });
const request = (id: string) => ({ provider: id, verdict: 'request' });
const not = (id: string, reason: string) => ({ provider: id, verdict: 'not-expressible', reason });
const requests = (...list: object[]) => ({ ok: true, kind: 'requests', providers: list });

describe('who is asked', () => {
  it('for a name: telecoms and ISPs, never a platform and never the sandbox', () => {
    expect(ask({})).toEqual(requests(request('telecom-a'), request('isp-b')));
  });

  it('for one URL: a DNS filter is in scope and cannot express it', () => {
    expect(ask({ action: 'block-url' })).toEqual(requests(not('telecom-a', 'names-only'), request('isp-b')));
  });

  it('for one URL of a referral category: it goes only where it can be enforced exactly', () => {
    expect(ask({ category: 'csam', action: 'block-url' })).toEqual(
      requests(not('telecom-a', 'granularity-needed'), request('isp-b')),
    );
  });

  it('for an item on a platform: that platform alone', () => {
    expect(ask({ action: 'remove-content', platform: 'youtube' })).toEqual(requests(request('tube')));
    expect(ask({ action: 'stop-sharing', platform: 'facebook' })).toEqual(requests(not('book', 'not-supported')));
    expect(ask({ action: 'remove-content', platform: 'telegram' })).toEqual(requests());
  });

  it('for an item elsewhere: the hosting providers', () => {
    expect(ask({ action: 'remove-content' })).toEqual(requests(request('hosting')));
  });

  it('for school lists: nobody, schools pull them', () => {
    expect(ask({ category: 'age-inappropriate', action: 'restrict-age' })).toEqual({ ok: true, kind: 'school-lists' });
    expect(ask({ action: 'restrict-age', named: ['isp-b'] })).toMatchObject({ ok: false, providers: ['isp-b'] });
  });

  it('when providers are named: those, and a refusal that says which are not in scope', () => {
    expect(ask({ named: ['isp-b'] })).toEqual(requests(request('isp-b')));
    expect(ask({ named: ['isp-b', 'tube', 'isp-z'] })).toEqual({
      ok: false,
      refusal: 'unknown-provider',
      providers: ['tube', 'isp-z'],
    });
    expect(ask({ named: ['sandbox'] })).toMatchObject({ ok: false, providers: ['sandbox'] });
  });
});
