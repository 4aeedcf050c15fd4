import { describe, it } from '@jest/globals';
import { givenWhenThen } from '#libs/testing';
import { happened, ids, queueLift, upToSituation as upTo } from '../../test/requests.js';
import { LATER, NOW } from '../../test/people.js';
import { plusDays } from '../time/instant.js';
import { requests } from './index.js';

const { given } = givenWhenThen(requests);

describe('the block and its lift cross on the way', () => {
  it('an enforcement that comes after the lift was queued is refused, so nothing is in force after a lift', () => {
    given(happened.queued, happened.delivered, happened.liftQueued)
      .when({ type: 'enforced', enforcedAt: LATER })
      .thenRefused('order-not-in-force');
    given(...upTo.liftDelivered)
      .when({ type: 'enforced', enforcedAt: LATER })
      .thenRefused('wrong-kind');
    given(...upTo.liftVerified)
      .when({ type: 'enforced', enforcedAt: LATER })
      .thenRefused('wrong-kind');
  });

  it('a replay of the enforcement from before the lift stays quiet', () => {
    for (const history of [upTo.liftQueued, upTo.liftDelivered, upTo.liftParked, upTo.lifted, upTo.liftVerified]) {
      given(...history)
        .when({ type: 'enforced', enforcedAt: NOW })
        .then();
    }
  });

  it('a late acknowledgement changes nothing', () => {
    given(happened.queued, happened.delivered, happened.liftQueued).when({ type: 'acknowledge' }).then();
  });

  it('a block that never left is recalled with its lift, and no answer to it is believed', () => {
    given(...upTo.queued)
      .when(queueLift)
      .then(happened.liftQueued, happened.recalled);
    given(...upTo.recalled)
      .when({ type: 'enforced', enforcedAt: LATER })
      .thenRefused('not-delivered');
    given(...upTo.recalled)
      .when({ type: 'lifted', liftedAt: LATER })
      .thenRefused('not-delivered');
  });

  it('a block that may have left is lifted and not recalled', () => {
    for (const history of [upTo.delivered, upTo.queuedAgain, upTo.parked, upTo.acknowledged, upTo.verified]) {
      given(...history)
        .when(queueLift)
        .then(happened.liftQueued);
    }
  });

  it('what a provider refused or cannot express has nothing to lift', () => {
    given(...upTo.refused)
      .when(queueLift)
      .then();
    given(...upTo.notExpressible)
      .when(queueLift)
      .then();
  });

  it('a lift is queued once', () => {
    given(...upTo.liftQueued)
      .when(queueLift)
      .then();
    given(...upTo.lifted)
      .when(queueLift)
      .then();
    given().when(queueLift).thenRefused('not-found');
  });
});

describe('lifting', () => {
  const lifted = { type: 'lifted', liftedAt: LATER } as const;

  it('is answered once it was delivered, and stays quiet when repeated', () => {
    given(...upTo.liftDelivered)
      .when(lifted)
      .then(happened.lifted);
    given(...upTo.lifted)
      .when(lifted)
      .then();
    given(...upTo.liftVerified)
      .when(lifted)
      .then();
  });

  it('is not answered before it was delivered, nor while the block stands', () => {
    given(...upTo.liftQueued)
      .when(lifted)
      .thenRefused('not-delivered');
    given(...upTo.enforced)
      .when(lifted)
      .thenRefused('wrong-kind');
  });

  it('is not refused by a provider', () => {
    given(...upTo.liftDelivered)
      .when({ type: 'refused', code: 'technical', reason: 'r' })
      .thenRefused('wrong-kind');
  });

  it('is verified like a block, and re-sent when the probe still sees the block', () => {
    given(...upTo.lifted)
      .when({ type: 'liftVerified', probe: 'p' })
      .then(happened.liftVerified);
    given(...upTo.lifted)
      .when({ type: 'liftNotSeen', probe: 'p' })
      .then(happened.liftNotSeen);
    given(...upTo.liftedUnseen)
      .when({ type: 'liftNotSeen', probe: 'p' })
      .then();
    given(...upTo.liftedUnseen)
      .when({ type: 'resend' })
      .then(happened.resent);
    given(...upTo.liftedUnseen)
      .when({ ...lifted, liftedAt: plusDays(LATER, 1) })
      .then({ type: 'RequestLifted', data: { ...ids, recalled: false, liftedAt: plusDays(LATER, 1) } });
    given(...upTo.liftDelivered)
      .when({ type: 'liftVerified', probe: 'p' })
      .thenRefused('not-answered');
  });
});
