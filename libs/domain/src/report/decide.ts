import type { ReportEvent } from '#libs/contracts';
import { accept, refuse, staysQuiet, type Decision } from '../decision/decision.js';
import type { ReportCommand } from './commands.js';
import type { ReportRefusal } from './refusals.js';
import type { ReportState } from './state.js';

/**
 * Takes in a report whole: what was said, an event for each link, and the plea for help, in one append. A link that could
 * not be read is kept as it was written and waits for a person; it is never an error. Only a report with neither a link nor
 * a plea is refused. The same report again stays quiet.
 */
export const decide = (command: ReportCommand, state: ReportState): Decision<ReportEvent, ReportRefusal> => {
  if (state.status === 'received') return staysQuiet;
  const { reportId, report, targets, safeContact } = command;
  const plea = report.helpNeeded || report.childInDanger;
  if (targets.length === 0 && !plea) return refuse('invalid-request', 'neither a link nor a plea for help');
  const links = targets.map((target, index): ReportEvent => {
    switch (target.state) {
      case 'accepted':
        return { type: 'TargetReported', data: { reportId, index, target } };
      case 'unparseable':
        return { type: 'ReportUnusable', data: { reportId, index, reason: target.reason, target } };
    }
  });
  const help: ReportEvent[] = plea
    ? [
        {
          type: 'HelpRequested',
          data: { reportId, childInDanger: report.childInDanger, safeContact, note: report.note },
        },
      ]
    : [];
  return accept<ReportEvent>(
    { type: 'ReportReceived', data: { ...report, targets: targets.length } },
    ...links,
    ...help,
  );
};
