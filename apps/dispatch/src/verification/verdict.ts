import { looksBlocked } from '#libs/dns';
import type { Seen } from '#libs/dns';

/** One look: the same questions to the provider's resolver and to our own. */
export interface Look {
  /** Absent for referral categories: such a name is never asked about. */
  readonly target?: { readonly provider: Seen; readonly control: Seen };
  /** A name that the provider's list always blocks. */
  readonly canary: { readonly provider: Seen; readonly control: Seen };
  /** A name that is on no list: it must stay reachable. */
  readonly neighbour: { readonly provider: Seen; readonly control: Seen };
  /** Address of the page that the provider sends blocked names to. */
  readonly notice?: string | undefined;
}

/** Why a verdict is what it is; kept with the event, and never a name. */
export const VERDICT_REASONS = [
  'answered-as-blocked',
  'canary-blocked',
  'answers-like-control',
  'list-not-applied',
  'resolver-silent',
  'control-silent',
  'name-gone',
  'canary-gone',
  'neighbour-unreachable',
  'canary-says-nothing',
] as const;
export type VerdictReason = (typeof VERDICT_REASONS)[number];

export interface Verdict {
  readonly verdict: 'blocked' | 'not-blocked' | 'undetermined';
  readonly reason: VerdictReason;
}

const blocked = (reason: VerdictReason): Verdict => ({ verdict: 'blocked', reason });
const open = (reason: VerdictReason): Verdict => ({ verdict: 'not-blocked', reason });
const undetermined = (reason: VerdictReason): Verdict => ({ verdict: 'undetermined', reason });

/**
 * Whether a name is blocked at a provider. Differential: only where our own resolver finds the name is its absence at the
 * provider's a block. A resolver that answers nobody, or that blocks a neighbour which is on no list, proves nothing; whatever
 * is not sure is undetermined, never verified.
 */
export function verdictOf(look: Look): Verdict {
  const { target, canary, neighbour, notice } = look;
  const seen = target ?? canary;
  if (seen.provider.kind === 'failed' || neighbour.provider.kind === 'failed') return undetermined('resolver-silent');
  if (seen.control.kind === 'failed' || neighbour.control.kind === 'failed') return undetermined('control-silent');
  if (neighbour.control.kind !== 'addresses' || looksBlocked(neighbour.provider, notice)) {
    return undetermined('neighbour-unreachable');
  }
  const canaryStands = canary.control.kind === 'addresses';
  const canaryOpen = canary.provider.kind === 'addresses' && !looksBlocked(canary.provider, notice);
  if (!target) {
    if (!canaryStands) return undetermined('canary-gone');
    return canaryOpen ? open('list-not-applied') : blocked('canary-blocked');
  }
  if (target.control.kind !== 'addresses') return undetermined('name-gone');
  if (looksBlocked(target.provider, notice)) return blocked('answered-as-blocked');
  return open(canaryStands && canaryOpen ? 'list-not-applied' : 'answers-like-control');
}

/** The same look for a lift: a canary stays blocked whatever is lifted, so it says nothing about it. */
export const verdictOfLift = (look: Look): Verdict =>
  look.target ? verdictOf(look) : undetermined('canary-says-nothing');
