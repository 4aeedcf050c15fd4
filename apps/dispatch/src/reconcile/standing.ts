import type { Reconciliation } from '#libs/contracts';
import { isAfter } from '#libs/domain';
import type { RequestLife } from '#libs/domain';

/**
 * Where one provider stands with one order: exactly one of five. Overdue counts from the due time, whether the timer has said
 * so yet or not; an acknowledgement is not an answer to a block, it only stops the first clock.
 */
export function standingOf(life: Exclude<RequestLife, { status: 'none' }>, now: string): Reconciliation {
  switch (life.status) {
    case 'not-expressible':
      return 'not-expressible';
    case 'parked':
      return 'parked';
    case 'enforced':
    case 'verified':
    case 'refused':
    case 'recalled':
    case 'lifted':
    case 'lift-verified':
      return 'answered';
    case 'queued':
    case 'delivered':
      return isAfter(now, life.asked.acknowledgeBy) ? 'overdue' : 'open-on-time';
    case 'acknowledged':
      return isAfter(now, life.asked.enforceBy) ? 'overdue' : 'open-on-time';
    case 'lift-queued':
    case 'lift-delivered':
      return isAfter(now, life.lift.liftBy) ? 'overdue' : 'open-on-time';
  }
}
