import type { SupportEvent } from '#libs/contracts';
import type { SupportLife } from './state.js';

export const evolve = (state: SupportLife, event: SupportEvent): SupportLife => {
  switch (event.type) {
    case 'SupportRequested': {
      const { caseId, supportId, reportId, unit, contactBy, childInDanger } = event.data;
      return { status: 'requested', caseId, supportId, reportId, unit, contactBy, childInDanger, overdue: false };
    }
    case 'SupportOffered':
      return state.status === 'none' ? state : { ...state, status: 'offered' };
    case 'SupportProvided':
      return state.status === 'none' ? state : { ...state, status: 'provided' };
    case 'SupportDeclined':
      return state.status === 'none' ? state : { ...state, status: 'declined' };
    case 'SupportOverdue':
      return state.status === 'none' ? state : { ...state, overdue: true };
  }
};
