import { describe, expect, it } from '@jest/globals';
import { givenWhenThen } from '#libs/testing';
import { happened, ids, queue, upToSituation as upTo } from '../../test/requests.js';
import { LATER, NOW } from '../../test/people.js';
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
