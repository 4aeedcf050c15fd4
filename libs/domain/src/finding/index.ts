import type { FindingEvent } from '#libs/contracts';
import { aggregate } from '../decision/decision.js';
import type { FindingCommand } from './commands.js';
import { decide } from './decide.js';
import { evolve } from './evolve.js';
import type { FindingRefusal } from './refusals.js';
import type { FindingState } from './state.js';

/** What an auditor found, on the stream `finding-<id>`. */
export const findings = aggregate<FindingState, FindingCommand, FindingEvent, FindingRefusal>({
  initialState: { status: 'none' },
  decide,
  evolve,
});
