import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CATEGORIES, keysOf, type OrderEvent, type Recheck } from '#libs/contracts';
import { givenWhenThen } from '#libs/testing';
import { CASE, ORDER } from '../../test/cases.js';
import { END, asked, expired, issued, withdrawnBy } from '../../test/orders.js';
import { NOW } from '../../test/people.js';
import { isReferralCategory } from '../mandate/questions.js';
import { plusDays, plusMinutes } from '../time/instant.js';
import type { OrderCommandOf } from './commands.js';
import { orders } from './index.js';

const { given } = givenWhenThen(orders);
type Seen = OrderCommandOf<'recheck'>['seen'];

const LATER = plusDays(NOW, 1);
const see = (seen: Seen, now = NOW) => ({ type: 'recheck', seen, since: NOW, now }) as const;
const said = (found: Recheck, seenAt = NOW): OrderEvent => ({
  type: 'BlockRechecked',
  data: { caseId: CASE, orderId: ORDER, found, since: NOW, seenAt },
});

describe('a recheck of a block in force', () => {
  it('says that the name is gone, that it is back, and that it is at another place', () => {
    given(issued).when(see('gone')).then(said('gone'));
    given(issued, said('gone')).when(see('there', LATER)).then(said('back', LATER));
    given(issued).when(see('elsewhere')).then(said('moved'));
    given(issued, said('moved')).when(see('elsewhere', LATER)).then(said('moved', LATER));
  });

  it('says "back" of a gone name that answers from another place', () => {
    given(issued, said('gone')).when(see('elsewhere', LATER)).then(said('back', LATER));
  });

  it('stays quiet while nothing is new', () => {
    given(issued).when(see('there')).then();
    given(issued, said('gone'))
      .when(see('gone', plusDays(NOW, 9)))
      .then();
    given(issued, said('back'))
      .when(see('there', plusDays(NOW, 9)))
      .then();
  });

  it('says one thing a day, and what is still so the day after is said then', () => {
    const soon = plusMinutes(LATER, -1);
    given(issued, said('gone')).when(see('there', soon)).then();
    given(issued, said('gone')).when(see('there', LATER)).then(said('back', LATER));
  });

  it('stays quiet once the order is over, also before the timer has said so, and for a letter', () => {
    given(issued, withdrawnBy('binh')).when(see('gone')).then();
    given(issued, expired).when(see('gone')).then();
    given(issued).when(see('gone', END)).then();
    given(asked).when(see('gone')).then();
    given().when(see('gone')).thenRefused('not-found');
  });

  it.each(keysOf(CATEGORIES).filter(isReferralCategory))('never says anything about a name of %s', (category) => {
    const secret = { ...issued, data: { ...issued.data, category } } as OrderEvent;
    for (const seen of ['gone', 'there', 'elsewhere'] as const) given(secret).when(see(seen)).then();
  });

  it('says at most one thing for each day, whatever is seen and however often', () => {
    const looks = fc.array(fc.tuple(fc.constantFrom<Seen>('gone', 'there', 'elsewhere'), fc.nat(40)), {
      maxLength: 80,
    });
    fc.assert(
      fc.property(looks, (given) => {
        let events: OrderEvent[] = [issued];
        let hours = 0;
        for (const [seen, rest] of given) {
          hours += rest;
          const decision = orders.decide(see(seen, plusMinutes(NOW, hours * 60)), orders.fold(events));
          if (decision.ok) events = [...events, ...decision.events];
        }
        expect(events.length - 1).toBeLessThanOrEqual(hours / 24 + 1);
      }),
    );
  });
});
