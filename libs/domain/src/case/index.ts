import type { CaseEvent } from '#libs/contracts';
import { aggregate } from '../decision/decision.js';
import type { CaseCommand } from './commands.js';
import { decide } from './decide.js';
import { evolve } from './evolve.js';
import type { CaseRefusal } from './refusals.js';
import type { CaseState } from './state.js';

/** A matter (vụ việc): from the first report to its end, on the stream `case-<id>`. */
export const cases = aggregate<CaseState, CaseCommand, CaseEvent, CaseRefusal>({
  initialState: { status: 'none' },
  decide,
  evolve,
});
