import type { ReferralEvent } from '#libs/contracts';
import type { ReferralState } from './state.js';

export const evolve = (state: ReferralState, event: ReferralEvent): ReferralState => {
  switch (event.type) {
    case 'ReferralSent': {
      const { caseId, referralId, recipient, unit, receiveBy } = event.data;
      return { status: 'sent', caseId, referralId, recipient, unit, receiveBy, overdue: [] };
    }
    case 'ReferralReceived': {
      const { person, outcomeBy } = event.data;
      return state.status === 'sent' ? { ...state, status: 'received', person, outcomeBy } : state;
    }
    case 'OutcomeRecorded': {
      const { person, outcome } = event.data;
      return state.status === 'received' || state.status === 'outcome'
        ? { ...state, status: 'outcome', person, outcome }
        : state;
    }
    case 'ReferralOverdue':
      return state.status === 'none' ? state : { ...state, overdue: [...state.overdue, event.data.step] };
  }
};
