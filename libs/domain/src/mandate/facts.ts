import type { CompetenceVerdict } from '../competence/competence.js';

/**
 * What the guard list of today says of a target under an action, as `libs/target` answers it: removing one item of a big
 * platform is no matter of the guard, blocking its name is.
 */
export type GuardVerdict =
  { readonly guarded: false } | { readonly guarded: true; readonly entry: string; readonly why: string };

/**
 * What a decider cannot know by itself, looked up by the app just before: the guard's and the competence register's
 * answers for this proposal at `now`.
 */
export interface MandateFacts {
  readonly guard: GuardVerdict;
  readonly competence: CompetenceVerdict;
}
