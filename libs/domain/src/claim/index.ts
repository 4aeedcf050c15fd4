import type { ClaimEvent } from '#libs/contracts';
import { aggregate } from '../decision/decision.js';
import type { ClaimCommand } from './commands.js';
import { decide } from './decide.js';
import { evolve } from './evolve.js';
import type { ClaimRefusal } from './refusals.js';
import type { ClaimState } from './state.js';

/** Who works on a case, for how long: the stream `claim-<case>`, whose version is the fencing token of decisions. */
export const claims = aggregate<ClaimState, ClaimCommand, ClaimEvent, ClaimRefusal>({
  initialState: { status: 'free' },
  decide,
  evolve,
});

export { claimFacts } from './decide.js';
