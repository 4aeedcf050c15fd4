import { describe, expect, it } from '@jest/globals';
import type { Reconciliation } from '#libs/contracts';
import { ACKNOWLEDGE_BY, ENFORCE_BY, LIFT_BY, upToSituation } from '../../test/requests.js';
import { LATER, NOW } from '../../test/people.js';
import { requests } from '../request/index.js';
import type { Situation } from '../request/moves.js';
import { plusDays } from '../time/instant.js';
import { reconcile, reconcileOrder } from './reconciliation.js';

const stateAt = (situation: Situation) => requests.fold(upToSituation[situation]);
const standing = (situation: Situation, now: string) => {
  const state = stateAt(situation);
  return state.status === 'none' ? 'none' : reconcile(state, now);
};

describe('one provider of an order', () => {
  /** While every time limit runs, and long after. */
  const rows: [Situation, Reconciliation, Reconciliation][] = [
    ['notExpressible', 'not-expressible', 'not-expressible'],
    ['queued', 'open-on-time', 'overdue'],
    ['queuedAgain', 'open-on-time', 'overdue'],
    ['delivered', 'open-on-time', 'overdue'],
    ['acknowledged', 'open-on-time', 'overdue'],
    ['enforced', 'answered', 'answered'],
    ['enforcedUnseen', 'answered', 'answered'],
    ['verified', 'answered', 'answered'],
    ['refused', 'answered', 'answered'],
    ['parked', 'parked', 'parked'],
    ['liftQueued', 'open-on-time', 'overdue'],
    ['liftQueuedAgain', 'open-on-time', 'overdue'],
    ['liftDelivered', 'open-on-time', 'overdue'],
    ['liftParked', 'parked', 'parked'],
    ['recalled', 'answered', 'answered'],
    ['lifted', 'answered', 'answered'],
    ['liftedUnseen', 'answered', 'answered'],
    ['liftVerified', 'answered', 'answered'],
  ];
  it.each(rows)('that is %s is %s, and %s when the time is up', (situation, now, later) => {
    expect(standing(situation, NOW)).toBe(now);
    expect(standing(situation, plusDays(LATER, 30))).toBe(later);
  });

  it('is overdue as soon as the first step is, and not a moment before', () => {
    expect(standing('delivered', ACKNOWLEDGE_BY)).toBe('open-on-time');
    expect(standing('delivered', '2026-03-01T03:00:00.001Z')).toBe('overdue');
    expect(standing('acknowledged', ENFORCE_BY)).toBe('open-on-time');
    expect(standing('liftDelivered', LIFT_BY)).toBe('open-on-time');
  });
});

describe('a whole order', () => {
  it('says of each of its providers where it stands, and names one whose request is missing', () => {
    const states = { 'isp-a': stateAt('verified'), 'isp-b': stateAt('notExpressible'), 'isp-c': stateAt('none') };
    const found = reconcileOrder(Object.keys(states), (provider) => states[provider as keyof typeof states], NOW);
    expect(found).toEqual([
      { provider: 'isp-a', standing: 'answered' },
      { provider: 'isp-b', standing: 'not-expressible' },
      { provider: 'isp-c', standing: 'missing' },
    ]);
  });
});
