import type { FindingEvent } from '#libs/contracts';
import type { FindingState } from './state.js';

export const evolve = (state: FindingState, event: FindingEvent): FindingState => {
  switch (event.type) {
    case 'FindingRaised': {
      const { findingId, caseId, unit, answerBy } = event.data;
      return { status: 'raised', findingId, caseId, unit, answerBy };
    }
    case 'FindingAnswered': {
      if (state.status === 'none') return state;
      const { findingId, caseId, unit, answerBy } = state;
      return { status: 'answered', findingId, caseId, unit, answerBy, answeredBy: event.data.person };
    }
    case 'FindingClosed': {
      if (state.status === 'none') return state;
      const { findingId, caseId, unit, answerBy } = state;
      return { status: 'closed', findingId, caseId, unit, answerBy, closedBy: event.data.person };
    }
  }
};
