import { describe, expect, it } from '@jest/globals';
import type { Role } from '#libs/contracts';
import type { Officer } from '#libs/domain';
import { mayRead } from './officers.js';

const officer = (unit: string, ...roles: Role[]): Officer => ({
  person: 'p',
  human: 'h',
  unit,
  roles,
  predecessors: unit === 'to-moi' ? ['to-cu'] : [],
  delegation: null,
});
const file = (change: object = {}) => ({
  unit: 'to-a',
  coordinating: ['to-b'],
  status: 'open',
  secondUnit: 'not-needed' as const,
  review: null,
  ...change,
});
const waiting = file({ status: 'awaiting-approval', secondUnit: 'awaited' });

describe('who may read a case', () => {
  it.each([
    ['an analyst of the leading unit', officer('to-a', 'analyst'), file(), true],
    ['an approver of a coordinating unit', officer('to-b', 'approver'), file(), true],
    ['the unit that took the leading one over', officer('to-moi', 'analyst'), file({ unit: 'to-cu' }), true],
    ['the auditor', officer('giam-sat', 'auditor'), file(), true],
    ['an analyst of another unit', officer('to-c', 'analyst'), file(), false],
    ['an approver of another unit', officer('to-c', 'approver'), file(), false],
    ['an administrator of the leading unit', officer('to-a', 'administrator'), file(), false],
    ['a referral recipient of the leading unit', officer('to-a', 'referral-recipient'), file(), false],
    ['an approver of another unit, while a second unit is awaited', officer('to-c', 'approver'), waiting, true],
    ['an analyst of another unit, while a second unit is awaited', officer('to-c', 'analyst'), waiting, false],
    ['an approver of another unit, while a review is pending', officer('to-c', 'approver'), file({ review: {} }), true],
  ])('%s: %#', (_who, who, what, expected) => {
    expect(mayRead(who, what)).toBe(expected);
  });
});
