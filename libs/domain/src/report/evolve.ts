import type { ReportEvent } from '#libs/contracts';
import type { ReportState } from './state.js';

export const evolve = (state: ReportState, event: ReportEvent): ReportState => {
  switch (event.type) {
    case 'ReportReceived':
      return { status: 'received', received: event.data, helpRequested: false };
    case 'HelpRequested':
      return state.status === 'none' ? state : { ...state, helpRequested: true };
    case 'TargetReported':
    case 'ReportUnusable':
    case 'ReporterNotified':
      return state;
  }
};
