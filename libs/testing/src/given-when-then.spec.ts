import { describe, expect, it } from '@jest/globals';
import { givenWhenThen } from './given-when-then.js';

type Event = { type: 'Added'; by: number };
const added = (by: number): Event => ({ type: 'Added', by });
const counter = givenWhenThen({
  initialState: 0,
  evolve: (state: number, event: Event) => state + event.by,
  decide: (add: number, state: number): { ok: true; events: Event[] } | { ok: false; refusal: 'too-much' } => {
    if (state + add > 10) return { ok: false, refusal: 'too-much' };
    return { ok: true, events: add === 0 ? [] : [added(add)] };
  },
});

describe('given, when, then', () => {
  it('passes when the decision is what was said', () => {
    counter.given().when(3).then(added(3));
    counter.given(added(9)).when(2).thenRefused('too-much');
    counter.given(added(9)).when(0).then();
    expect(counter.given(added(4)).when(5).state()).toBe(9);
  });

  it('fails when it is anything else', () => {
    expect(() => counter.given().when(3).then(added(4))).toThrow();
    expect(() => counter.given().when(3).then()).toThrow();
    expect(() => counter.given().when(3).thenRefused('too-much')).toThrow();
    expect(() => counter.given(added(9)).when(2).then(added(2))).toThrow();
    expect(() => counter.given(added(9)).when(2).then()).toThrow();
  });
});
