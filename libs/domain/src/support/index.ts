import type { SupportEvent } from '#libs/contracts';
import { aggregate } from '../decision/decision.js';
import type { SupportCommand } from './commands.js';
import { decide } from './decide.js';
import { evolve } from './evolve.js';
import type { SupportRefusal } from './refusals.js';
import type { SupportLife } from './state.js';

/** Help for a child (hỗ trợ), on the stream `support-<id>`. */
export const supports = aggregate<SupportLife, SupportCommand, SupportEvent, SupportRefusal>({
  initialState: { status: 'none' },
  decide,
  evolve,
});
