import { describe, expect, it } from '@jest/globals';
import { requests, type RequestLife } from '#libs/domain';
import type { RequestEvent } from '#libs/contracts';
import { stepsOf, type StepOptions } from './steps.js';
import type { Verdict } from './verdict.js';

const AT = '2026-11-23T10:00:00.000Z';
const ids = { caseId: 'c', orderId: 'o', requestId: 'r', provider: 'isp' };
const terms = {
  ...ids,
  reference: 'LC-1',
  action: 'block-host',
  legalBasis: 'b',
  issuedAt: AT,
  expiresAt: AT,
  statement: 's',
  target: { host: 'a.example.test' },
} as const;
const queued: RequestEvent = {
  type: 'RequestQueued',
  data: { ...terms, category: 'social-vice', acknowledgeBy: AT, enforceBy: AT },
};
const delivered: RequestEvent = { type: 'RequestDelivered', data: ids };
const enforced: RequestEvent = { type: 'RequestEnforced', data: { ...ids, enforcedAt: AT } };
const resent: RequestEvent = { type: 'RequestResent', data: { ...ids, attempt: 1 } };
const liftQueued: RequestEvent = { type: 'LiftQueued', data: { ...terms, reason: 'withdrawn', liftBy: AT } };
const liftDelivered: RequestEvent = { type: 'LiftDelivered', data: ids };
const lifted: RequestEvent = { type: 'RequestLifted', data: { ...ids, recalled: false, liftedAt: AT } };

const BLOCKED: Verdict = { verdict: 'blocked', reason: 'answered-as-blocked' };
const OPEN: Verdict = { verdict: 'not-blocked', reason: 'list-not-applied' };
const UNSURE: Verdict = { verdict: 'undetermined', reason: 'name-gone' };
const steps = (life: RequestLife, verdict: Verdict, more: Partial<StepOptions> = {}) =>
  stepsOf(life, { verdict, now: AT, answersByEffect: false, escalateTo: 'cap-tren', ...more }).map(({ type }) => type);
const after = (...events: RequestEvent[]) => requests.fold(events);

describe('what a verdict makes of a request', () => {
  it('verifies what the provider said it did and is seen', () => {
    expect(steps(after(queued, delivered, enforced), BLOCKED)).toEqual(['EnforcementVerified']);
    const lift = after(queued, delivered, enforced, liftQueued, liftDelivered, lifted);
    expect(steps(lift, OPEN)).toEqual(['LiftVerified']);
  });

  it('sends again what a provider said it did and is not seen, and at the second time tells who is above', () => {
    expect(steps(after(queued, delivered, enforced), OPEN)).toEqual(['EnforcementNotSeen', 'RequestResent']);
    const second = after(queued, delivered, enforced, resent, delivered, enforced);
    expect(steps(second, OPEN)).toEqual(['EnforcementNotSeen', 'RequestEscalated']);
    const lift = after(queued, delivered, enforced, liftQueued, liftDelivered, lifted);
    expect(steps(lift, BLOCKED)).toEqual(['LiftNotSeen', 'RequestResent']);
  });

  it('takes the effect for the answer only where we write the list ourselves', () => {
    expect(steps(after(queued, delivered), BLOCKED)).toEqual([]);
    const mine = { answersByEffect: true };
    expect(steps(after(queued, delivered), BLOCKED, mine)).toEqual(['RequestEnforced', 'EnforcementVerified']);
    expect(steps(after(queued, delivered), OPEN, mine)).toEqual([]);
    const lift = after(queued, delivered, enforced, liftQueued, liftDelivered);
    expect(steps(lift, OPEN, mine)).toEqual(['RequestLifted', 'LiftVerified']);
    expect(steps(lift, BLOCKED, mine)).toEqual([]);
  });

  it('does nothing while it is not sure', () => {
    for (const life of [after(), after(queued), after(queued, delivered, enforced), after(queued, delivered)]) {
      expect(steps(life, UNSURE, { answersByEffect: true })).toEqual([]);
    }
  });
});
