import { expect, it } from '@jest/globals';
import { identify } from '../src/index.js';
import { expectAllUsed, overVectors } from './shared-data.js';
import { EXPRESSIONS, PUBLIC_SUFFIX, SAFE_BROWSING, WHATWG } from './url-adjustments.js';

interface SafeBrowsingCase {
  readonly input?: string;
  readonly input_base64?: string;
  readonly canonical: string | null;
}

overVectors('Safe Browsing canonicalisation', 'gsb_go_canonical.json', (text) => {
  const used = new Set<string>();
  const cases = JSON.parse(text) as SafeBrowsingCase[];

  it('has its 52 cases', () => expect(cases).toHaveLength(52));

  it.each(cases.map((one) => [one.input ?? `base64:${one.input_base64 ?? ''}`, one] as const))('%j', (name, one) => {
    const input = one.input ?? Buffer.from(one.input_base64 ?? '', 'base64').toString('latin1');
    const target = identify(input);
    const adjusted = SAFE_BROWSING[name];
    if (adjusted !== undefined) {
      used.add(name);
      expect(adjusted.ours).not.toBe(one.canonical);
    }
    const expected = adjusted === undefined ? one.canonical : adjusted.ours;
    expect(target.state === 'accepted' ? target.canonicalUrl : null).toBe(expected);
  });

  it('needs every adjustment', () => expectAllUsed(SAFE_BROWSING, used));
});

overVectors('WHATWG URL parsing, http(s)', 'wpt_http_absolute_half.json', (text) => {
  const used = new Set<string>();
  const cases = JSON.parse(text) as { readonly input: string; readonly href?: string }[];

  it('has its 140 cases', () => expect(cases).toHaveLength(140));

  it.each(cases.map((one) => [one.input, one] as const))('%j', (input, one) => {
    const target = identify(input);
    const adjusted = WHATWG[input];
    if (adjusted !== undefined) {
      used.add(input);
      expect(adjusted.ours).not.toBe(one.href ?? null);
    }
    const expected = adjusted === undefined ? (one.href ?? null) : adjusted.ours;
    expect(target.state === 'accepted' ? target.requestUrl : null).toBe(expected);
  });

  it('needs every adjustment', () => expectAllUsed(WHATWG, used));
});

overVectors('Safe Browsing expressions: the exact one is our key', 'gsb_go_expressions.json', (text) => {
  const used = new Set<string>();
  const cases = JSON.parse(text) as { readonly input: string; readonly expressions: readonly string[] | null }[];

  it.each(cases.map((one) => [one.input, one] as const))('%j', (input, one) => {
    const target = identify(input);
    const adjusted = EXPRESSIONS[input];
    if (adjusted !== undefined) used.add(input);
    const exact = one.expressions?.[0];
    const published =
      exact === undefined ? null : /^[^/]+\/$/.test(exact) ? `host:${exact.slice(0, -1)}` : `url:${exact}`;
    if (adjusted !== undefined) expect(adjusted.ours).not.toBe(published);
    expect(target.state === 'accepted' ? target.contentKey : null).toBe(
      adjusted === undefined ? published : adjusted.ours,
    );
  });

  it('needs every adjustment', () => expectAllUsed(EXPRESSIONS, used));
});

overVectors('Public Suffix List', 'psl_tests.txt', (text) => {
  const used = new Set<string>();
  const rows = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('//') && line !== 'null null')
    .map((line) => line.split(/\s+/) as [string, string]);

  it.each(rows)('%s → %s', (host, domain) => {
    const target = identify(`http://${host}/`);
    const published = domain === 'null' ? null : new URL(`http://${domain}/`).hostname;
    const adjusted = PUBLIC_SUFFIX[host];
    if (adjusted !== undefined) {
      used.add(host);
      expect(adjusted.ours).not.toBe(published);
    }
    expect(target.state === 'accepted' ? target.domain : target.reason).toBe(
      adjusted === undefined ? published : adjusted.ours,
    );
  });

  it('needs every adjustment', () => expectAllUsed(PUBLIC_SUFFIX, used));
});
