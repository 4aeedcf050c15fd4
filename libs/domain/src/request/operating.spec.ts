import { describe, it } from '@jest/globals';
import { givenWhenThen } from '#libs/testing';
import { ENFORCE_BY, happened, ids, LIFT_BY, upToSituation as upTo } from '../../test/requests.js';
import { NOW } from '../../test/people.js';
import { plusDays } from '../time/instant.js';
import { requests } from './index.js';

const { given } = givenWhenThen(requests);

describe('timers', () => {
  const late = { type: 'overdue', step: 'request-enforce', now: plusDays(ENFORCE_BY, 1) } as const;
  const overdue = {
    type: 'RequestOverdue',
    data: { ...ids, step: 'request-enforce', dueAt: ENFORCE_BY },
  } as const;

  it('say once that a step is overdue', () => {
    given(...upTo.delivered)
      .when(late)
      .then(overdue);
    given(...upTo.delivered, overdue)
      .when(late)
      .then();
  });

  it('stay quiet before the time, and when the step was done', () => {
    given(...upTo.delivered)
      .when({ ...late, now: ENFORCE_BY })
      .then();
    given(...upTo.enforced)
      .when(late)
      .then();
    given(...upTo.acknowledged)
      .when({ ...late, step: 'request-acknowledge' })
      .then();
    given().when(late).thenRefused('not-found');
  });

  it('watch a lift as they do a block', () => {
    const lateLift = { type: 'liftOverdue', now: plusDays(LIFT_BY, 1) } as const;
    const liftOverdue = { type: 'LiftOverdue', data: { ...ids, step: 'request-lift', dueAt: LIFT_BY } } as const;
    given(...upTo.liftDelivered)
      .when(lateLift)
      .then(liftOverdue);
    given(...upTo.liftDelivered, liftOverdue)
      .when(lateLift)
      .then();
    given(...upTo.liftQueued)
      .when({ ...lateLift, now: LIFT_BY })
      .then();
    given(...upTo.enforced)
      .when(lateLift)
      .then();
    given().when(lateLift).thenRefused('not-found');
  });
});

describe('what operators do', () => {
  it('re-sends what is open, refused, parked or not seen, and counts the attempts', () => {
    for (const history of [upTo.delivered, upTo.refused, upTo.parked, upTo.enforcedUnseen, upTo.liftParked]) {
      given(...history)
        .when({ type: 'resend' })
        .then(happened.resent);
    }
    given(...upTo.queuedAgain, happened.delivered)
      .when({ type: 'resend' })
      .then({ type: 'RequestResent', data: { ...ids, attempt: 2 } });
    given(...upTo.queued)
      .when({ type: 'resend' })
      .then();
    given(...upTo.verified)
      .when({ type: 'resend' })
      .thenRefused('already-answered');
  });

  it('escalates once to each', () => {
    const escalated = { type: 'RequestEscalated', data: { ...ids, to: 'bo-tttt' } } as const;
    given(...upTo.delivered)
      .when({ type: 'escalate', to: 'bo-tttt' })
      .then(escalated);
    given(...upTo.delivered, escalated)
      .when({ type: 'escalate', to: 'bo-tttt' })
      .then();
    given(...upTo.verified)
      .when({ type: 'escalate', to: 'bo-tttt' })
      .thenRefused('already-answered');
    given(...upTo.delivered, escalated, happened.liftQueued)
      .when({ type: 'escalate', to: 'bo-tttt' })
      .then(escalated);
  });

  it('parks what cannot be handed over, and delivery takes it up again', () => {
    given(...upTo.queued)
      .when({ type: 'park', reason: 'r' })
      .then(happened.parked);
    given(...upTo.parked)
      .when({ type: 'park', reason: 'r' })
      .then();
    given(...upTo.enforced)
      .when({ type: 'park', reason: 'r' })
      .thenRefused('already-answered');
    given(...upTo.parked)
      .when({ type: 'deliver' })
      .then(happened.delivered);
    given(...upTo.liftParked)
      .when({ type: 'deliverLift' })
      .then(happened.liftDelivered);
  });

  it('tells the provider the new end of a renewed order', () => {
    const end = plusDays(NOW, 60);
    const renewed = { type: 'RequestRenewed', data: { ...ids, expiresAt: end } } as const;
    given(...upTo.verified)
      .when({ type: 'renew', expiresAt: end })
      .then(renewed);
    given(...upTo.verified, renewed)
      .when({ type: 'renew', expiresAt: end })
      .then();
    given(...upTo.refused)
      .when({ type: 'renew', expiresAt: end })
      .then();
    given(...upTo.liftQueued)
      .when({ type: 'renew', expiresAt: end })
      .thenRefused('order-not-in-force');
  });
});
