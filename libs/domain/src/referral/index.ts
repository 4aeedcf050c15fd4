import type { ReferralEvent } from '#libs/contracts';
import { aggregate } from '../decision/decision.js';
import type { ReferralCommand } from './commands.js';
import { decide } from './decide.js';
import { evolve } from './evolve.js';
import type { ReferralRefusal } from './refusals.js';
import type { ReferralState } from './state.js';

/** Handing a matter to the police, the hotline or another unit, on the stream `referral-<id>`. */
export const referrals = aggregate<ReferralState, ReferralCommand, ReferralEvent, ReferralRefusal>({
  initialState: { status: 'none' },
  decide,
  evolve,
});
