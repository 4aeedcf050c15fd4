import { describe, expect, it } from '@jest/globals';
import { BEHIND, caughtUp, notBehind, nothingParked } from './health.js';
import type { SubscriptionLag } from './lag.js';

const row = (more: Partial<SubscriptionLag> = {}): SubscriptionLag => ({
  subscription: 'triage.cases',
  position: 100,
  lag: 0,
  retrying: 0,
  parked: 0,
  deferred: 0,
  ...more,
});
const of =
  (...rows: SubscriptionLag[]) =>
  () =>
    Promise.resolve(rows);

describe('what is parked', () => {
  it('is said with where and how much; what is being retried is not', async () => {
    expect(await nothingParked(of(row({ retrying: 3 })))()).toBeNull();
    expect(await nothingParked(of(row(), row({ subscription: 'triage.pleas', parked: 2 })))()).toBe(
      'triage.pleas: 2 parked; see lachan parked',
    );
  });
});

describe('what is behind', () => {
  it('is said beyond what a burst leaves for a moment', async () => {
    expect(await notBehind(of(row({ lag: BEHIND })))()).toBeNull();
    expect(await notBehind(of(row({ lag: BEHIND + 1 })))()).toBe('triage.cases is 10001 events behind');
  });
});

describe('starting', () => {
  it('ends when every subscription was where the log stood at the beginning, and does not come back', async () => {
    const rows = [row({ position: 40, lag: 60 }), row({ subscription: 'triage.queue', position: 100, lag: 0 })];
    const check = caughtUp(() => Promise.resolve(rows));
    expect(await check()).toBe('triage.cases: on the way to position 100');
    // The log goes on meanwhile: what came after the beginning is ordinary work.
    rows[0] = row({ position: 100, lag: 500 });
    expect(await check()).toBeNull();
    rows[0] = row({ position: 100, lag: 9_000 });
    expect(await check()).toBeNull();
  });
});
