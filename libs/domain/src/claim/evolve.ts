import type { ClaimEvent } from '#libs/contracts';
import type { ClaimState } from './state.js';

export const evolve = (state: ClaimState, event: ClaimEvent): ClaimState => {
  switch (event.type) {
    case 'CaseClaimed': {
      const { caseId, person, unit, until } = event.data;
      return { status: 'held', caseId, person, unit, until };
    }
    case 'ClaimRenewed':
      return state.status === 'held' ? { ...state, until: event.data.until } : state;
    case 'ClaimReleased':
    case 'ClaimExpired':
      return { status: 'free' };
  }
};
