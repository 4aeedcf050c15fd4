import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { OrderEvent } from '#libs/contracts';
import { givenWhenThen } from '#libs/testing';
import { competent, guarded, target } from '../../test/cases.js';
import { frozen } from '../../test/frozen.js';
import {
  APPROVAL,
  asked,
  END,
  expired,
  issue,
  issued,
  renewalProposed,
  renewed,
  superseded,
  widened,
  wideningProposed,
  withdrawnBy,
} from '../../test/orders.js';
import { an, anAgain, binh, both, ha, heir, hoa, NOW, tu } from '../../test/people.js';
import { plusDays } from '../time/instant.js';
import type { OrderCommand } from './commands.js';
import { orders } from './index.js';

const { given } = givenWhenThen(orders);
const NEXT = plusDays(END, 30);

describe('renewing', () => {
  const propose = {
    type: 'proposeRenewal',
    expiresAt: NEXT,
    reason: 'still there',
    facts: competent,
    by: an,
    now: NOW,
  } as const;
  const renew = { type: 'renew', expiresAt: NEXT, facts: competent, by: binh, now: NOW } as const;

  it('takes two people, like a block', () => {
    given(issued).when(propose).then(renewalProposed());
    given(issued, renewalProposed()).when(renew).then(renewed());
  });

  it('is not approved by whoever proposed it, or an earlier end of it, under any account', () => {
    given(issued, renewalProposed())
      .when({ ...renew, by: anAgain })
      .thenRefused('self-approval');
    given(issued, renewalProposed(both, plusDays(END, 10)), renewalProposed())
      .when({ ...renew, by: both })
      .thenRefused('self-approval');
  });

  it('approves the end that was read, and while there is one proposed', () => {
    given(issued, renewalProposed())
      .when({ ...renew, expiresAt: plusDays(END, 31) })
      .thenRefused('digest-mismatch');
    given(issued).when(renew).thenRefused('no-renewal');
  });

  it('asks the walls again, both times', () => {
    given(issued)
      .when({ ...propose, facts: guarded })
      .thenRefused('guarded-target');
    given(issued, renewalProposed())
      .when({ ...renew, facts: guarded })
      .thenRefused('guarded-target');
    given(issued)
      .when({ ...propose, expiresAt: plusDays(NOW, 366) })
      .thenRefused('expiry-too-far');
    given(issued)
      .when({ ...propose, facts: { ...competent, competence: { verdict: 'legal-basis-invalid', why: 'ended' } } })
      .thenRefused('legal-basis-invalid');
  });

  it('lengthens and never shortens', () => {
    given(issued)
      .when({ ...propose, expiresAt: plusDays(NOW, 10) })
      .thenRefused('expiry-passed');
  });

  it('is refused without a reason, to other units, without authority, and once the order is over', () => {
    given(issued)
      .when({ ...propose, reason: '' })
      .thenRefused('reasons-required');
    given(issued)
      .when({ ...propose, by: hoa })
      .thenRefused('foreign-unit');
    given(issued, renewalProposed())
      .when({ ...renew, by: tu })
      .thenRefused('forbidden');
    given(issued)
      .when({ ...propose, now: END })
      .thenRefused('order-not-in-force');
    given(issued, expired).when(propose).thenRefused('order-not-in-force');
    given().when(propose).thenRefused('not-found');
  });

  it('stays quiet when it is proposed so, and when it is renewed so', () => {
    given(issued, renewalProposed()).when(propose).then();
    given(issued, renewalProposed(), renewed()).when(renew).then();
  });
});

describe('widening', () => {
  const propose = {
    type: 'proposeWidening',
    provider: 'isp-b',
    action: 'block-host',
    target: { host: target.host },
    expresses: ['block-host', 'block-domain'],
    reason: 'nothing else lives there',
    guard: { guarded: false },
    by: an,
    now: NOW,
  } as const;
  const approve = {
    type: 'approveWidening',
    provider: 'isp-b',
    action: 'block-host',
    guard: { guarded: false },
    by: binh,
    now: NOW,
  } as const;

  it('asks one provider for more, by two people', () => {
    given(issued).when(propose).then(wideningProposed());
    const then = given(issued, wideningProposed()).when(approve);
    then.then(widened);
    expect(then.state()).toMatchObject({ widened: [{ provider: 'isp-b', action: 'block-host' }], widening: null });
  });

  it('never reaches a guarded name', () => {
    given(issued)
      .when({ ...propose, guard: guarded.guard })
      .thenRefused('guarded-target');
    given(issued, wideningProposed())
      .when({ ...approve, guard: guarded.guard })
      .thenRefused('guarded-target');
  });

  it('stays within the mandate, the order and what the provider can do', () => {
    const state = given(issued);
    state.when({ ...propose, provider: 'isp-z' }).thenRefused('unknown-provider');
    state.when({ ...propose, action: 'block-url' }).thenRefused('narrower-works');
    state.when({ ...propose, target: { host: 'other.example.test' } }).thenRefused('scope-mismatch');
    state.when({ ...propose, action: 'block-domain', target: { domain: 'ample.test' } }).thenRefused('scope-mismatch');
    state.when({ ...propose, target: { domain: 'example.test' } }).thenRefused('scope-mismatch');
    state.when({ ...propose, expresses: ['block-domain'] }).thenRefused('scope-mismatch');
    state.when({ ...propose, reason: ' ' }).thenRefused('proportionality-required');
    expect(
      orders.decide({ ...propose, action: 'block-domain', target: { domain: 'example.test' } }, orders.fold([issued]))
        .ok,
    ).toBe(true);
  });

  it('is not for what the category never allows', () => {
    const grooming: OrderEvent = { ...issued, data: { ...issued.data, category: 'grooming' } } as OrderEvent;
    given(grooming)
      .when({ ...propose, action: 'block-domain', target: { domain: 'example.test' } })
      .thenRefused('out-of-mandate');
  });

  it('is not approved by whoever wrote it, nor otherwise than it was read', () => {
    given(issued, wideningProposed())
      .when({ ...approve, by: anAgain })
      .thenRefused('self-approval');
    given(issued, wideningProposed())
      .when({ ...approve, action: 'block-domain' })
      .thenRefused('digest-mismatch');
    given(issued).when(approve).thenRefused('no-widening');
    given(issued, wideningProposed())
      .when({ ...approve, by: ha })
      .thenRefused('foreign-unit');
  });

  it('stays quiet when it is proposed so, and when it is done', () => {
    given(issued, wideningProposed()).when(propose).then();
    given(issued, wideningProposed(), widened).when(propose).then();
    given(issued, wideningProposed(), widened).when(approve).then();
  });
});

describe('superseding', () => {
  it('ends an order for the newer one', () => {
    given(issued).when({ type: 'supersede', by: APPROVAL }).then(superseded);
  });
  it('is refused when it is over otherwise', () => {
    given(issued, expired).when({ type: 'supersede', by: APPROVAL }).thenRefused('order-not-in-force');
    given().when({ type: 'supersede', by: APPROVAL }).thenRefused('not-found');
  });
  it('stays quiet when that one took its place', () => {
    given(issued, superseded).when({ type: 'supersede', by: APPROVAL }).then();
  });
});

describe('withdrawing', () => {
  const withdraw = { type: 'withdraw', reason: 'no longer needed', review: null, by: binh, now: NOW } as const;

  it('takes one approver, also of a letter', () => {
    given(issued).when(withdraw).then(withdrawnBy('binh'));
    given(asked).when(withdraw).then(withdrawnBy('binh'));
  });

  it('is open to the unit that took the ordering one over, and to the third person of an upheld review', () => {
    given(issued)
      .when({ ...withdraw, by: heir })
      .then(withdrawnBy('heir'));
    given(issued)
      .when({ ...withdraw, by: ha, review: APPROVAL })
      .then(withdrawnBy('ha'));
  });

  it('is refused to analysts, to other units, without a reason and when it is over otherwise', () => {
    given(issued)
      .when({ ...withdraw, by: an })
      .thenRefused('forbidden');
    given(issued)
      .when({ ...withdraw, by: ha })
      .thenRefused('foreign-unit');
    given(issued)
      .when({ ...withdraw, by: hoa, review: APPROVAL })
      .thenRefused('foreign-unit');
    given(issued)
      .when({ ...withdraw, reason: '' })
      .thenRefused('reasons-required');
    given(issued, expired).when(withdraw).thenRefused('order-not-in-force');
    given().when(withdraw).thenRefused('not-found');
  });

  it('stays quiet when it was withdrawn', () => {
    given(issued, withdrawnBy('binh')).when(withdraw).then();
    given(asked, withdrawnBy('binh')).when(withdraw).then();
  });
});

describe('the timer', () => {
  it('ends an order whose time is up', () => {
    given(issued).when({ type: 'expire', now: END }).then(expired);
  });
  it('stays quiet before that, after a renewal and when it is over', () => {
    given(issued).when({ type: 'expire', now: NOW }).then();
    given(issued, renewalProposed(), renewed()).when({ type: 'expire', now: END }).then();
    given(issued, withdrawnBy('binh')).when({ type: 'expire', now: END }).then();
    given(asked).when({ type: 'expire', now: END }).then();
  });
  it('has nothing to end where there is no order', () => {
    given().when({ type: 'expire', now: END }).thenRefused('not-found');
  });
});

describe('whatever is done to an order, by whomever, in whatever order', () => {
  const people = fc.constantFrom(an, anAgain, tu, binh, both, ha);
  const ends = fc.constantFrom(plusDays(END, 10), NEXT);
  const anyCommand: fc.Arbitrary<OrderCommand> = fc.oneof(
    fc.constant<OrderCommand>(issue),
    fc.tuple(people, ends).map(([by, expiresAt]): OrderCommand => ({
      type: 'proposeRenewal',
      expiresAt,
      reason: 'r',
      facts: competent,
      by,
      now: NOW,
    })),
    fc
      .tuple(people, ends)
      .map(([by, expiresAt]): OrderCommand => ({ type: 'renew', expiresAt, facts: competent, by, now: NOW })),
    people.map((by): OrderCommand => ({
      type: 'proposeWidening',
      provider: 'isp-b',
      action: 'block-host',
      target: { host: target.host },
      expresses: ['block-host'],
      reason: 'r',
      guard: { guarded: false },
      by,
      now: NOW,
    })),
    people.map((by): OrderCommand => ({
      type: 'approveWidening',
      provider: 'isp-b',
      action: 'block-host',
      guard: { guarded: false },
      by,
      now: NOW,
    })),
  );

  it('renewing and widening always take two human beings, and folding is deterministic', () => {
    fc.assert(
      fc.property(fc.array(anyCommand, { maxLength: 40 }), (commands) => {
        let events: OrderEvent[] = [issued];
        let writers = new Set<string>();
        let wideners = new Set<string>();
        for (const command of commands) {
          const decision = orders.decide(command, frozen(orders.fold(events)));
          if (!decision.ok) continue;
          for (const event of decision.events) {
            if (event.type === 'RenewalProposed') writers.add(event.data.human);
            if (event.type === 'WideningProposed') wideners.add(event.data.human);
            if (event.type === 'OrderRenewed') {
              expect(writers.has(event.data.human)).toBe(false);
              writers = new Set();
            }
            if (event.type === 'WideningApproved') {
              expect(wideners.has(event.data.human)).toBe(false);
              wideners = new Set();
            }
          }
          events = [...events, ...decision.events];
        }
        expect(orders.fold(events.slice(1), orders.fold(events.slice(0, 1)))).toEqual(orders.fold(events));
      }),
      { numRuns: 1000 },
    );
  });
});
