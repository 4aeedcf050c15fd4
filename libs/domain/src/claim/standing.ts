import { isAfter } from '../time/instant.js';
import type { ClaimFacts } from './state.js';

export type ClaimStanding = 'held' | 'claim-required' | 'claimed-by-another' | 'claim-lapsed';

/** How a person stands to the claim at `now`; a lease that has passed counts as expired without waiting for the event. */
export const claimStanding = (claim: ClaimFacts | null, person: string, now: string): ClaimStanding => {
  if (claim === null) return 'claim-required';
  const running = isAfter(claim.until, now);
  if (claim.holder === person) return running ? 'held' : 'claim-lapsed';
  return running ? 'claimed-by-another' : 'claim-required';
};
