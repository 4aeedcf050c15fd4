import { createHash } from 'node:crypto';
import type { Proposal, ProposeTakedown, Target } from '#libs/contracts';
import { plusDays } from '#libs/domain';
import { canonicalJson } from '#libs/event-store';
import { scopeOf } from '#libs/target';
import { identified } from './mandate-facts.js';

/**
 * What an analyst's words propose for one target of the case. The scope follows from the action and the target and is
 * never sent. Null where there is no such identified target, `'no-scope'` where the action cannot be expressed for it.
 */
export function buildProposal(
  caseId: string,
  targets: readonly (Target | null)[],
  body: ProposeTakedown,
  now: string,
): Proposal | 'no-target' | 'no-scope' {
  const target = targets[body.targetIndex];
  if (target?.state !== 'accepted') return 'no-target';
  const scope = scopeOf(identified(target), body.action);
  if (scope === null) return 'no-scope';
  return {
    caseId,
    targetIndex: body.targetIndex,
    category: body.category,
    action: body.action,
    scope,
    legalBasis: body.legalBasis,
    reasons: body.reasons,
    proportionality: body.proportionality ?? null,
    harm: body.harm ?? null,
    speech: body.speech ?? null,
    providers: body.providers === undefined ? null : [...new Set(body.providers)].sort(),
    ...(body.ageBands === undefined ? {} : { ageBands: [...new Set(body.ageBands)].sort() }),
    expiresAt: expiryOf(body, now),
  };
}

/** Hex SHA-256 of the proposal's canonical form (RFC 8785): equal for equal content whatever order its fields came in. */
export const digestOf = (proposal: Proposal): string =>
  createHash('sha256').update(canonicalJson(proposal), 'utf8').digest('hex');

function expiryOf(body: ProposeTakedown, now: string): string {
  if (body.expiresAt !== undefined) return new Date(body.expiresAt).toISOString();
  return plusDays(now, body.expiresInDays ?? 0);
}
