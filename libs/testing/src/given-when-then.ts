import { deepStrictEqual } from 'node:assert/strict';

/** The three pure functions of an aggregate, as #libs/domain writes them. */
export interface Decider<Command, Event, State, Refusal> {
  decide(
    command: Command,
    state: State,
  ): { ok: true; events: readonly Event[] } | { ok: false; refusal: Refusal; detail?: unknown };
  evolve(state: State, event: Event): State;
  initialState: State;
}

export interface Then<Event, State, Refusal> {
  /** The decision is exactly these events; no arguments: it stays quiet. */
  then(...events: Event[]): void;
  /** The decision is this refusal. */
  thenRefused(refusal: Refusal): void;
  /** The state after the given and the decided events. */
  state(): State;
}

/**
 * Reads as a sentence: `given(a, b).when(command).then(c)` or `.thenRefused('stale-version')`. Compares deeply and strictly and
 * throws an AssertionError with both sides.
 */
export function givenWhenThen<Command, Event, State, Refusal>(decider: Decider<Command, Event, State, Refusal>) {
  return {
    given: (...history: Event[]) => {
      const before = history.reduce((state, event) => decider.evolve(state, event), decider.initialState);
      return {
        when: (command: Command): Then<Event, State, Refusal> => {
          const decision = decider.decide(command, before);
          const events = decision.ok ? decision.events : [];
          return {
            then: (...expected) => {
              deepStrictEqual(decision.ok ? [...decision.events] : { refused: decision.refusal }, expected);
            },
            thenRefused: (refusal) => {
              deepStrictEqual(decision.ok ? [...decision.events] : { refused: decision.refusal }, { refused: refusal });
            },
            state: () => events.reduce((state, event) => decider.evolve(state, event), before),
          };
        },
      };
    },
  };
}
