import { describe, expect, it } from '@jest/globals';
import { givenWhenThen } from '#libs/testing';
import { ENFORCE_BY, happened, ids, LIFT_BY, queue, queueLift, upToSituation as upTo } from '../../test/requests.js';
import { LATER, NOW } from '../../test/people.js';
import { plusDays } from '../time/instant.js';
import { requests } from './index.js';

const { given } = givenWhenThen(requests);

describe('queueing', () => {
  it('puts a request before the provider, once', () => {
    given().when(queue).then(happened.queued);
    given(...upTo.delivered)
      .when(queue)
      .then();
  });

  it('never names a referral category', () => {
    const decision = requests.decide({ ...queue, category: 'csam' }, requests.initialState);
    expect(decision).toMatchObject({ ok: true, events: [{ data: { category: null } }] });
  });

  it('says where it cannot be expressed, and queues the wider one after two people widened it', () => {
    given()
      .when({ type: 'notExpressible', ids, action: 'block-url', reason: 'names-only' })
      .then(happened.notExpressible);
    given(...upTo.notExpressible)
      .when({ type: 'notExpressible', ids, action: 'block-url', reason: 'names-only' })
      .then();
    given(...upTo.notExpressible)
      .when(queue)
      .then(happened.queued);
    // The provider's own form, asked just before the request would leave.
    given(...upTo.queued)
      .when({ type: 'notExpressible', ids, action: 'block-url', reason: 'names-only' })
      .then(happened.notExpressible);
    given(...upTo.delivered)
      .when({ type: 'notExpressible', ids, action: 'block-url', reason: 'names-only' })
      .thenRefused('already-answered');
  });

  it('is refused once the lift was queued', () => {
    given(...upTo.liftQueued)
      .when(queue)
      .thenRefused('order-not-in-force');
  });
});

describe('handing out', () => {
  it('is recorded once, and again after a resend', () => {
    given(...upTo.queued)
      .when({ type: 'deliver' })
      .then(happened.delivered);
    given(...upTo.delivered)
      .when({ type: 'deliver' })
      .then();
    given(...upTo.queuedAgain)
      .when({ type: 'deliver' })
      .then(happened.delivered);
  });

  it('does not hand out a block after its lift was queued, nor a recalled one', () => {
    for (const history of [upTo.liftQueued, upTo.recalled, upTo.lifted]) {
      given(...history)
        .when({ type: 'deliver' })
        .thenRefused('order-not-in-force');
    }
  });

  it('hands out a lift as it does a block', () => {
    given(...upTo.liftQueued)
      .when({ type: 'deliverLift' })
      .then(happened.liftDelivered);
    given(...upTo.liftDelivered)
      .when({ type: 'deliverLift' })
      .then();
    given(...upTo.delivered)
      .when({ type: 'deliverLift' })
      .thenRefused('wrong-kind');
  });
});

describe('the provider’s answers to a block', () => {
  const enforced = { type: 'enforced', enforcedAt: NOW } as const;
  const refused = { type: 'refused', code: 'technical', reason: 'r' } as const;

  it('go from delivered to acknowledged to enforced, and enforced includes acknowledged', () => {
    given(...upTo.delivered)
      .when({ type: 'acknowledge' })
      .then(happened.acknowledged);
    given(...upTo.acknowledged)
      .when(enforced)
      .then(happened.enforced);
    given(...upTo.delivered)
      .when(enforced)
      .then(happened.enforced);
    given(...upTo.acknowledged)
      .when(refused)
      .then(happened.refused);
  });

  it('stay quiet when they are repeated, also late and in the wrong order', () => {
    given(...upTo.acknowledged)
      .when({ type: 'acknowledge' })
      .then();
    given(...upTo.enforced)
      .when(enforced)
      .then();
    given(...upTo.verified)
      .when({ type: 'acknowledge' })
      .then();
    given(...upTo.refused)
      .when(refused)
      .then();
  });

  it('do not count before the request was delivered', () => {
    for (const command of [{ type: 'acknowledge' } as const, enforced, refused]) {
      given(...upTo.queued)
        .when(command)
        .thenRefused('not-delivered');
    }
  });

  it('stand: the first one is not turned into another', () => {
    given(...upTo.enforced)
      .when(refused)
      .thenRefused('already-answered');
    given(...upTo.refused)
      .when(enforced)
      .thenRefused('already-answered');
    given(...upTo.refused)
      .when({ ...refused, code: 'legal-doubt' })
      .thenRefused('already-answered');
    given(...upTo.refused)
      .when({ type: 'acknowledge' })
      .thenRefused('already-answered');
  });

  it('still count from the first delivery after it was re-sent or parked', () => {
    for (const history of [upTo.queuedAgain, upTo.parked]) {
      given(...history)
        .when({ type: 'acknowledge' })
        .then(happened.acknowledged);
      given(...history)
        .when(enforced)
        .then(happened.enforced);
    }
  });

  it('are of the wrong kind where nothing was asked, and not found where there is no request', () => {
    given(...upTo.notExpressible)
      .when(enforced)
      .thenRefused('wrong-kind');
    given().when(enforced).thenRefused('not-found');
  });
});

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

describe('probes of a block', () => {
  it('count after the answer only', () => {
    given(...upTo.enforced)
      .when({ type: 'enforcementVerified', probe: 'p' })
      .then(happened.verified);
    given(...upTo.verified)
      .when({ type: 'enforcementVerified', probe: 'p' })
      .then();
    given(...upTo.acknowledged)
      .when({ type: 'enforcementVerified', probe: 'p' })
      .thenRefused('not-answered');
  });

  it('take a verification back when it is no longer seen', () => {
    given(...upTo.verified)
      .when({ type: 'enforcementNotSeen', probe: 'p' })
      .then(happened.notSeen);
    given(...upTo.enforcedUnseen)
      .when({ type: 'enforcementNotSeen', probe: 'p' })
      .then();
    given(...upTo.delivered)
      .when({ type: 'enforcementNotSeen', probe: 'p' })
      .thenRefused('not-answered');
  });

  it('stay quiet when they come after the lift', () => {
    given(...upTo.liftQueued)
      .when({ type: 'enforcementVerified', probe: 'p' })
      .then();
    given(...upTo.liftQueued)
      .when({ type: 'enforcementNotSeen', probe: 'p' })
      .then();
  });

  it('are followed by a fresh answer of the provider', () => {
    given(...upTo.enforcedUnseen)
      .when({ type: 'enforced', enforcedAt: LATER })
      .then({ type: 'RequestEnforced', data: { ...ids, enforcedAt: LATER } });
    given(...upTo.enforcedUnseen)
      .when({ type: 'enforced', enforcedAt: NOW })
      .then();
  });
});

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
