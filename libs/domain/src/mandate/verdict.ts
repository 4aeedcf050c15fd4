import type { Action, Category, RequestTarget, Target } from '#libs/contracts';
import type { CompetenceVerdict } from '../competence/competence.js';
import { refuse } from '../decision/decision.js';
import { checkGuard, checkLegalBasis, checkWidth, type MandateRefusal } from './check.js';
import type { GuardVerdict } from './facts.js';
import { mandateOf } from './questions.js';
import type { Condition } from './table.js';

/** What would be proposed, before anybody has written a word about it. */
export interface VerdictQuestion {
  readonly category: Category;
  readonly action: Action;
  readonly target: Extract<Target, { state: 'accepted' }>;
  /** What a request for this action would name; null where the action cannot be expressed for the target. */
  readonly scope: RequestTarget | null;
  readonly guard: GuardVerdict;
  readonly competence: CompetenceVerdict;
}

/** A wall that no wording of the proposal gets past. */
export interface Wall {
  readonly refusal: MandateRefusal;
  readonly detail: string | null;
}

export interface ActionVerdict {
  readonly action: Action;
  /** True when a proposal with the statements asked for would be taken; approval asks everything again. */
  readonly proposable: boolean;
  readonly walls: readonly Wall[];
  /** The longest term in days; null where the table does not allow the action. */
  readonly maxDays: number | null;
  /** What the proposal has to state, and what the request will do. */
  readonly conditions: readonly Condition[];
}

/**
 * What the walls say of an action before one proposes it: the same checks as the proposal's, each asked, so that a page can
 * say everything that stands in the way at once. Statements and the expiry are the writer's and are not judged here.
 */
export const verdictOf = (question: VerdictQuestion): ActionVerdict => {
  const { category, action, target, scope, guard, competence } = question;
  const cell = mandateOf(category, action);
  const width =
    scope === null ? refuse('guarded-target', 'no-such-scope') : checkWidth({ category, action, scope }, target);
  // Of an action outside the mandate nothing else needs saying.
  const found = cell.allowed ? [width, checkGuard(guard), checkLegalBasis(competence)] : [outside(category, action)];
  const walls = found.flatMap((wall) =>
    wall === null ? [] : [{ refusal: wall.refusal, detail: wall.detail ?? null } satisfies Wall],
  );
  return {
    action,
    proposable: walls.length === 0,
    walls,
    maxDays: cell.allowed ? cell.maxDays : null,
    conditions: cell.allowed ? cell.conditions : [],
  };
};

const outside = (category: Category, action: Action) =>
  refuse('out-of-mandate', `${action} is not allowed for ${category}`);
