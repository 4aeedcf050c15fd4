import type { EventData, RegisterEvent } from '#libs/contracts';
import type { PendingChange, RegisterState, Settled, StoredValue } from './state.js';

/** People's values are personal and travel in their own encrypted field; all others are public. */
const valueOf = ({ value, personal }: { value: StoredValue; personal: StoredValue }): StoredValue => value ?? personal;

const pendingOf = (data: EventData<'EntryProposed'>): PendingChange => ({
  changeId: data.changeId,
  proposedBy: { person: data.proposedBy, human: data.human, unit: data.unit },
  change: data.retire ? { retire: true } : { retire: false, value: valueOf(data) },
});

const settledWith = (state: RegisterState, settled: Settled): readonly Settled[] => [...state.settled, settled];

export const evolve = (state: RegisterState, event: RegisterEvent): RegisterState => {
  switch (event.type) {
    case 'EntryProposed':
      return { ...state, pending: pendingOf(event.data) };
    case 'EntryApproved': {
      const { kind, entry, changeId, approvedBy } = event.data;
      const settled = settledWith(state, { changeId, how: 'approved', by: approvedBy });
      return { status: 'approved', kind, entry, value: valueOf(event.data), pending: null, settled };
    }
    case 'EntryRejected': {
      const { changeId, rejectedBy } = event.data;
      return { ...state, pending: null, settled: settledWith(state, { changeId, how: 'rejected', by: rejectedBy }) };
    }
    case 'EntryRetired': {
      const { changeId, approvedBy } = event.data;
      const settled = settledWith(state, { changeId, how: 'approved', by: approvedBy });
      return state.status === 'none'
        ? { ...state, pending: null, settled }
        : { ...state, status: 'retired', pending: null, settled };
    }
  }
};
