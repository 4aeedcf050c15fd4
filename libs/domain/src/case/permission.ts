import type { Role } from '#libs/contracts';
import { claimStanding } from '../claim/standing.js';
import type { ClaimFacts } from '../claim/state.js';
import { refuse } from '../decision/decision.js';
import { actsFor, holds, type Officer } from '../people/officer.js';
import type { Work } from './commands.js';
import type { CaseRefusal } from './refusals.js';
import type { ExistingCase } from './state.js';

export type Refused = ReturnType<typeof refuse<CaseRefusal>>;

/** Null when the officer holds one of the roles in the leading unit, or in the one that took it over. */
export const mustLead = (state: ExistingCase, by: Officer, ...roles: readonly Role[]): Refused | null => {
  if (!actsFor(by, state.unit)) return refuse('foreign-unit', `led by ${state.unit}, asked by ${by.unit}`);
  return holds(by, ...roles) ? null : refuse('forbidden', `takes ${roles.join(' or ')}`);
};

/** Null when the officer holds the claim at `now`. */
export const mustHoldClaim = (claim: ClaimFacts | null, by: Officer, now: string): Refused | null => {
  const standing = claimStanding(claim, by.person, now);
  switch (standing) {
    case 'held':
      return null;
    case 'claim-required':
    case 'claim-lapsed':
    case 'claimed-by-another':
      return refuse(standing, claim === null ? 'nobody holds it' : `held by ${claim.holder} until ${claim.until}`);
  }
};

/** An analyst's work: by somebody of the leading unit who holds the claim. */
export const mustWork = (state: ExistingCase, { by, claim, now }: Work): Refused | null =>
  mustLead(state, by, 'analyst', 'approver') ?? mustHoldClaim(claim, by, now);

/** Null when there is something in the text. */
export const mustSay = (reason: string): Refused | null => (reason.trim() === '' ? refuse('reasons-required') : null);
