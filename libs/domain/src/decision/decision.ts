import type { ProblemCode } from '#libs/contracts';

/**
 * What a decider answers. `ok` without events means "it is so already": a repeat of a command that was carried out
 * stays quiet. A refusal is an answer, not an error; its machine name has words and a status in the contracts.
 */
export type Decision<E, R extends ProblemCode = ProblemCode> =
  | { readonly ok: true; readonly events: readonly E[] }
  | { readonly ok: false; readonly refusal: R; readonly detail?: string };

/** Names a subset of the problem codes; a code without words in the contracts does not compile. */
export type RefusalsOf<R extends ProblemCode> = R;

/** Something happens: these events, in this order, in one append. */
export const accept = <E>(...events: E[]): { readonly ok: true; readonly events: readonly E[] } => ({
  ok: true,
  events,
});

/** The command was carried out before; nothing is appended. */
export const staysQuiet: { readonly ok: true; readonly events: readonly never[] } = Object.freeze({
  ok: true,
  events: Object.freeze([]),
});

/** `detail` says what was wanted and what was found; it never holds a reporter's words. */
export const refuse = <R extends ProblemCode>(
  refusal: R,
  detail?: string,
): { readonly ok: false; readonly refusal: R; readonly detail?: string } =>
  detail === undefined ? { ok: false, refusal } : { ok: false, refusal, detail };

/**
 * One aggregate as an app uses it: fold the stream, decide, append. Pure: the same events give the same state and the
 * same command on the same state the same decision, on any machine and at any time.
 */
export interface Aggregate<State, Command, E, R extends ProblemCode> {
  readonly initialState: State;
  readonly decide: (command: Command, state: State) => Decision<E, R>;
  readonly evolve: (state: State, event: E) => State;
  /** Folds a stream from its first event, or further from a state. */
  readonly fold: (events: Iterable<E>, from?: State) => State;
}

/** Makes an aggregate of its three parts; folding is the same for all. */
export const aggregate = <State, Command, E, R extends ProblemCode>(parts: {
  initialState: State;
  decide: (command: Command, state: State) => Decision<E, R>;
  evolve: (state: State, event: E) => State;
}): Aggregate<State, Command, E, R> => ({
  ...parts,
  fold(events, from = parts.initialState) {
    let state = from;
    for (const event of events) state = parts.evolve(state, event);
    return state;
  },
});
