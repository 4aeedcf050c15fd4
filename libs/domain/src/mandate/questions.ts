import type { Action, Category } from '#libs/contracts';
import { MANDATE, type Condition, type MandateCell, type Referral } from './table.js';

/** From narrow to wide, as the contracts declare them [domain.md, "Actions, narrowest first"]. */
const WIDTH: Readonly<Record<Action, number>> = {
  'remove-content': 0,
  'stop-sharing': 1,
  'restrict-age': 2,
  'block-url': 3,
  'block-host': 4,
  'block-domain': 5,
};

/** Whether the first action takes in more than the second. */
export const isWider = (one: Action, other: Action): boolean => WIDTH[one] > WIDTH[other];

/** The cell of the mandate for a category and an action. */
export const mandateOf = (category: Category, action: Action): MandateCell => MANDATE[category].actions[action];

/** The actions that a category allows, narrowest first. */
export const allowedActions = (category: Category): readonly Action[] =>
  (Object.keys(WIDTH) as Action[])
    .filter((action) => MANDATE[category].actions[action].allowed)
    .sort((one, other) => WIDTH[one] - WIDTH[other]);

/** The widest action of the category table in domain.md. */
export const widestAction = (category: Category): Action | undefined => allowedActions(category).at(-1);

/** Whether the action is allowed for the category under this condition. */
export const needs = (category: Category, action: Action, condition: Condition): boolean => {
  const cell = mandateOf(category, action);
  return cell.allowed && cell.conditions.includes(condition);
};

/** Where a case of this category is handed over, beside the decision; null where nobody is told of itself. */
export const referralOf = (category: Category): Referral | null => MANDATE[category].referral;

/**
 * A category whose cases go to the police or the hotline without anybody having to ask. Its targets travel without the
 * category, only to providers that act at that granularity, and never to schools or in open formats [domain.md, "Never"].
 */
export const isReferralCategory = (category: Category): boolean => {
  const { referral } = MANDATE[category];
  return referral !== null && referral.when !== 'where-crime';
};

/**
 * A case that may have to go to the police or the hotline, also where an analyst decides whether it is a crime: one
 * person never closes it.
 */
export const isPossibleReferral = (category: Category): boolean => MANDATE[category].referral !== null;

/** Whether a target of this category may be told the category, in a request or a notice to a provider. */
export const mayNameCategory = (category: Category): boolean => !isReferralCategory(category);

/** Open formats (`hosts`, `domains`, `urls` for anyone with a list key) never hold a referral category. */
export const mayGoToOpenFormats = (category: Category): boolean => !isReferralCategory(category);

/** Whether a category may be restricted by age on schools' lists. Beside those stand the names that are blocked for everybody, never of a referral category. */
export const mayGoToSchools = (category: Category): boolean => mandateOf(category, 'restrict-age').allowed;

/**
 * Whether an uploader may be told of an order. Where there may be a crime, not before the police release it or the dated
 * limit passes: an abuser is never warned.
 */
export const uploaderNotice = (category: Category): 'allowed' | 'after-release' =>
  isPossibleReferral(category) ? 'after-release' : 'allowed';
