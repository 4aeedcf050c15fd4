import { describe, expect, it } from '@jest/globals';
import { periodsOf, type PolicyVersion } from './policies.js';

const version = (at: number, more: Partial<PolicyVersion> = {}): PolicyVersion => ({
  kind: 'deadline',
  entry: 'claim',
  at,
  validFrom: new Date('2026-01-01T00:00:00.000Z'),
  validTo: null,
  retired: false,
  value: { minutes: at },
  ...more,
});
const event = (position: number, recordedAt = '2026-03-01T00:00:00.000Z') => ({ position, recordedAt });
const told = (versions: PolicyVersion[], ...events: { position: number; recordedAt: string }[]) =>
  periodsOf(versions, events).map(({ fromPosition, entries }) => [fromPosition, entries.map(({ version: at }) => at)]);

describe('the policy in force at an event', () => {
  it('is what was approved before it, whatever was approved since', () => {
    expect(told([version(1), version(10)], event(5), event(7), event(12), event(13))).toEqual([
      [5, [1]],
      [12, [10]],
    ]);
  });

  it('does not count before it begins, nor after it ended or was retired', () => {
    const later = version(2, { validFrom: new Date('2026-04-01T00:00:00.000Z') });
    const ended = version(3, { entry: 'x', validTo: new Date('2026-02-01T00:00:00.000Z') });
    const retired = version(8, { retired: true, value: null });
    expect(
      told([version(1), later, ended, retired], event(5), event(9), event(11, '2026-05-01T00:00:00.000Z')),
    ).toEqual([
      [5, [1]],
      [9, []],
    ]);
  });

  it('is said even where there was none', () => {
    expect(told([], event(5), event(6))).toEqual([[5, []]]);
  });
});
