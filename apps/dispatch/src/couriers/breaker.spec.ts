import { describe, expect, it } from '@jest/globals';
import { AbnormalChange, Breaker } from './breaker.js';

const MINUTE = 60_000;

describe('the circuit breaker of a provider', () => {
  const start = (perHour = 10) => {
    const clock = { now: 0 };
    return { clock, breaker: new Breaker({ perHour }, () => clock.now) };
  };

  it('lets through what is usual, blocks and lifts each by their own count, hour by hour', () => {
    const { clock, breaker } = start();
    breaker.allow('block', 10);
    breaker.allow('lift', 10);
    clock.now += 60 * MINUTE;
    breaker.allow('block', 10);
    expect(breaker.open).toBeUndefined();
  });

  it.each(['block', 'lift'] as const)(
    'stops at an abnormal number of %ss, and stays stopped for either kind',
    (kind) => {
      const { clock, breaker } = start();
      breaker.allow(kind, 8);
      clock.now += 59 * MINUTE;
      expect(() => {
        breaker.allow(kind, 3);
      }).toThrow(AbnormalChange);
      clock.now += 600 * MINUTE;
      expect(() => {
        breaker.allow('block', 1);
      }).toThrow(`11 ${kind}s within an hour, 10 are normal`);
      expect(() => {
        breaker.allow('lift', 1);
      }).toThrow(AbnormalChange);
      expect(breaker.open).toMatchObject({ kind, wanted: 11 });
    },
  );

  it('lets what it stopped through once after a person looked, and no more', () => {
    const { breaker } = start();
    expect(() => {
      breaker.allow('block', 100);
    }).toThrow(AbnormalChange);
    breaker.reset();
    breaker.allow('block', 100);
    expect(() => {
      breaker.allow('block', 1);
    }).toThrow(AbnormalChange);
  });
});
