import type { Proposal, RequestTarget, Target } from '#libs/contracts';
import { refuse, type RefusalsOf } from '../decision/decision.js';
import { isAfter, plusDays } from '../time/instant.js';
import type { CompetenceVerdict } from '../competence/competence.js';
import type { GuardVerdict, MandateFacts } from './facts.js';
import { mandateOf } from './questions.js';

export type MandateRefusal = RefusalsOf<
  | 'out-of-mandate'
  | 'guarded-target'
  | 'harm-required'
  | 'proportionality-required'
  | 'reasons-required'
  | 'expiry-too-far'
  | 'expiry-passed'
  | 'legal-basis-invalid'
  | 'no-competent-authority'
  | 'scope-mismatch'
  | 'narrower-works'
>;

type Refused = ReturnType<typeof refuse<MandateRefusal>>;

const isBlank = (text: string | null | undefined): boolean => text === null || text === undefined || text.trim() === '';

type Accepted = Extract<Target, { state: 'accepted' }>;
type Width = Pick<Proposal, 'category' | 'action' | 'scope' | 'ageBands'>;

const scopeIs = (scope: RequestTarget, wanted: Partial<Record<'url' | 'host' | 'domain', string | null>>): boolean =>
  ('url' in scope && scope.url === wanted.url) ||
  ('host' in scope && scope.host === wanted.host) ||
  ('domain' in scope && scope.domain === wanted.domain);

/** A request names exactly what the action acts on, and it is the case's own target: nothing wider, nothing else. */
const scopeFits = (proposal: Width, target: Accepted): boolean => {
  switch (proposal.action) {
    case 'remove-content':
    case 'stop-sharing':
    case 'block-url':
      return scopeIs(proposal.scope, { url: target.requestUrl });
    case 'block-host':
      return scopeIs(proposal.scope, { host: target.host });
    case 'block-domain':
      return scopeIs(proposal.scope, { domain: target.domain });
    case 'restrict-age':
      return scopeIs(proposal.scope, { url: target.requestUrl, host: target.host, domain: target.domain });
  }
};

/** The walls that depend on the category, the action and the target alone. */
export const checkWidth = (proposal: Width, target: Accepted): Refused | null => {
  const { category, action } = proposal;
  if (!mandateOf(category, action).allowed) return refuse('out-of-mandate', `${action} is not allowed for ${category}`);
  if (!scopeFits(proposal, target)) return refuse('scope-mismatch', `${action} does not reach what the scope names`);
  if (proposal.ageBands !== undefined && action !== 'restrict-age') {
    return refuse('scope-mismatch', `age bands belong to restrict-age, found ${action}`);
  }
  if (target.platform !== null && (action === 'block-host' || action === 'block-domain')) {
    return refuse('narrower-works', `${target.platform} can remove the one item`);
  }
  return null;
};

/** The statements that must be there, as the table asks for them. */
const checkStatements = (proposal: Proposal): Refused | null => {
  const cell = mandateOf(proposal.category, proposal.action);
  if (!cell.allowed) return refuse('out-of-mandate');
  if (isBlank(proposal.reasons)) return refuse('reasons-required');
  if (
    cell.conditions.includes('harm-statement') &&
    (isBlank(proposal.harm?.stated) || isBlank(proposal.harm?.verifiedHow))
  ) {
    return refuse('harm-required');
  }
  if (cell.conditions.includes('proportionality') && isBlank(proposal.proportionality)) {
    return refuse('proportionality-required');
  }
  return null;
};

/** The expiry lies ahead and within what the table allows, counted from `now`. */
export const checkExpiry = (
  { category, action }: Pick<Proposal, 'category' | 'action'>,
  expiresAt: string,
  now: string,
): Refused | null => {
  const cell = mandateOf(category, action);
  if (!cell.allowed) return refuse('out-of-mandate');
  if (!isAfter(expiresAt, now)) return refuse('expiry-passed', `expires ${expiresAt}, now is ${now}`);
  const limit = plusDays(now, cell.maxDays);
  return isAfter(expiresAt, limit) ? refuse('expiry-too-far', `expires ${expiresAt}, at most ${limit}`) : null;
};

/** The guard list stops, whatever else is right [domain.md, "Mandate"]. */
export const checkGuard = (guard: GuardVerdict): Refused | null =>
  guard.guarded ? refuse('guarded-target', `${guard.entry}: ${guard.why}`) : null;

/** Somebody must be competent on a legal basis that is valid today, if not this unit then the authority it writes to. */
export const checkLegalBasis = (competence: CompetenceVerdict): Refused | null => {
  switch (competence.verdict) {
    case 'competent':
    case 'authority':
      return null;
    case 'legal-basis-invalid':
      return refuse('legal-basis-invalid', competence.why);
    case 'nobody':
      return refuse('no-competent-authority');
  }
};

/**
 * Every wall of the mandate before a proposal, in a fixed order: width, guard, statements, expiry, legal basis. Null when
 * it may go on; asked when proposed, when approved and once more by dispatch.
 */
export const checkProposal = (proposal: Proposal, target: Accepted, now: string, facts: MandateFacts): Refused | null =>
  checkWidth(proposal, target) ??
  checkGuard(facts.guard) ??
  checkStatements(proposal) ??
  checkExpiry(proposal, proposal.expiresAt, now) ??
  checkLegalBasis(facts.competence);

/** Whether this proposal waits for a second unit: protected speech in a content-level category. */
export const needsSecondUnit = (proposal: Proposal): boolean => {
  const cell = mandateOf(proposal.category, proposal.action);
  return proposal.speech !== null && cell.allowed && cell.conditions.includes('second-unit-for-speech');
};
