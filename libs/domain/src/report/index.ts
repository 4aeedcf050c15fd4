import type { ReportEvent } from '#libs/contracts';
import { aggregate } from '../decision/decision.js';
import type { ReportCommand } from './commands.js';
import { decide } from './decide.js';
import { evolve } from './evolve.js';
import type { ReportRefusal } from './refusals.js';
import type { ReportState } from './state.js';

/** What a reporter said (phản ánh), on the stream `report-<id>`. */
export const reports = aggregate<ReportState, ReportCommand, ReportEvent, ReportRefusal>({
  initialState: { status: 'none' },
  decide,
  evolve,
});
