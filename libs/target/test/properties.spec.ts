import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ACTIONS, defang, guard, identify, parts, scopeOf, UNPARSEABLE_REASONS } from '../src/index.js';
import type { AcceptedTarget } from '../src/index.js';
import { anyText, urlishText } from './text.js';

const RUNS = { numRuns: 3000 };
const text = fc.oneof({ weight: 1, arbitrary: anyText }, { weight: 4, arbitrary: urlishText });

function ifAccepted(raw: string, check: (target: AcceptedTarget) => void): void {
  const target = identify(raw);
  if (target.state === 'accepted') check(target);
}

describe('whatever is pasted', () => {
  it('identify never throws and says either what it is or why it is nothing', () => {
    fc.assert(
      fc.property(text, (raw) => {
        const target = identify(raw);
        if (target.state === 'unparseable') {
          expect(UNPARSEABLE_REASONS).toContain(target.reason);
          expect(target.raw).toBe(raw);
        } else expect(target.contentKey).toMatch(/^[a-z-]+:/);
      }),
      RUNS,
    );
  });

  it('defang, parts, scopes and guard never throw', () => {
    fc.assert(
      fc.property(text, fc.constantFrom(...ACTIONS), (raw, action) => {
        expect(typeof defang(raw)).toBe('string');
        parts(raw);
        ifAccepted(raw, (target) => {
          scopeOf(target, action);
          expect(['allowed', 'stopped']).toContain(guard(target, action).verdict);
        });
      }),
      RUNS,
    );
  });
});

describe('a canonical URL', () => {
  it('identified again gives itself and the same key', () => {
    fc.assert(
      fc.property(text, (raw) => {
        ifAccepted(raw, ({ canonicalUrl, contentKey, host }) => {
          expect(identify(canonicalUrl)).toMatchObject({ state: 'accepted', canonicalUrl, contentKey, host });
        });
      }),
      RUNS,
    );
  });

  it('is what the WHATWG parser would write, so nothing downstream reads it differently', () => {
    fc.assert(
      fc.property(text, (raw) => {
        ifAccepted(raw, ({ canonicalUrl }) => {
          expect(new URL(canonicalUrl).href).toBe(canonicalUrl);
          expect(canonicalUrl).toMatch(/^[!-~]+$/);
        });
      }),
      RUNS,
    );
  });

  it('survives being shown defanged and pasted back', () => {
    fc.assert(
      fc.property(text, (raw) => {
        ifAccepted(raw, ({ canonicalUrl, contentKey }) => {
          expect(identify(defang(canonicalUrl))).toMatchObject({ contentKey });
        });
      }),
      RUNS,
    );
  });
});

describe('one key', () => {
  it('for http and https', () => {
    fc.assert(
      fc.property(urlishText, (raw) => {
        const rest = raw.replace(/^[a-z]+:\/*/i, '').replace(/:\d+/g, '');
        const [plain, secure] = [identify(`http://${rest}`), identify(`https://${rest}`)];
        expect(secure.state).toBe(plain.state);
        if (plain.state === 'accepted' && secure.state === 'accepted') expect(secure.contentKey).toBe(plain.contentKey);
      }),
      RUNS,
    );
  });

  it('for two hosts only by a named platform rule or link shim', () => {
    const seen = new Map<string, AcceptedTarget>();
    fc.assert(
      fc.property(text, (raw) => {
        ifAccepted(raw, (target) => {
          const before = seen.get(target.contentKey);
          seen.set(target.contentKey, target);
          if (before === undefined || before.host === target.host) return;
          for (const one of [before, target]) expect(one.steps.some((step) => step.startsWith('platform:'))).toBe(true);
        });
      }),
      RUNS,
    );
  });

  it('names its own host whenever no platform rule read it', () => {
    fc.assert(
      fc.property(text, (raw) => {
        ifAccepted(raw, ({ contentKey, host, steps }) => {
          if (steps.some((step) => step.startsWith('platform:'))) return;
          const rest = contentKey.replace(/^(?:host:|url:(?:ftp:\/\/)?)/, '');
          expect(rest === host || rest.startsWith(`${host}/`) || rest.startsWith(`${host}:`)).toBe(true);
        });
      }),
      RUNS,
    );
  });
});
