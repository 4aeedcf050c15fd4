import type { SupportEvent } from '#libs/contracts';
import { accept, refuse, staysQuiet, type Decision } from '../decision/decision.js';
import { actsFor } from '../people/officer.js';
import { isAfter } from '../time/instant.js';
import type { SupportCommand, SupportCommandOf } from './commands.js';
import type { SupportRefusal } from './refusals.js';
import type { SupportLife } from './state.js';

type Answer = Decision<SupportEvent, SupportRefusal>;
type Existing = Exclude<SupportLife, { status: 'none' }>;

const EVENTS = { offer: 'SupportOffered', provide: 'SupportProvided', decline: 'SupportDeclined' } as const;
const REACHED = { offer: 'offered', provide: 'provided', decline: 'declined' } as const;

/**
 * What was done for the child. An offer is made once; help may be declined and yet be given later, and what was given is
 * not undone by a later word.
 */
const record = (command: SupportCommandOf<'offer' | 'provide' | 'decline'>, state: Existing): Answer => {
  const { by, note, type } = command;
  if (!actsFor(by, state.unit)) return refuse('foreign-unit', `asked of ${state.unit}, answered by ${by.unit}`);
  if (note.trim() === '') return refuse('reasons-required');
  if (state.status === REACHED[type]) return staysQuiet;
  if (state.status === 'provided' || (type === 'offer' && state.status === 'declined')) {
    return refuse('already-recorded', state.status);
  }
  const { caseId, supportId } = state;
  return accept({ type: EVENTS[type], data: { caseId, supportId, person: by.person, note } });
};

/** Help for the child starts at once and is tracked by its own clock, whatever becomes of the link. */
export const decide = (command: SupportCommand, state: SupportLife): Answer => {
  if (command.type === 'request') {
    if (state.status !== 'none') return staysQuiet;
    const { caseId, supportId, reportId, childInDanger, unit, contactBy, safeContact } = command;
    return accept({
      type: 'SupportRequested',
      data: { caseId, supportId, reportId, childInDanger, unit, contactBy, safeContact },
    });
  }
  if (state.status === 'none') return refuse('not-found');
  switch (command.type) {
    case 'offer':
    case 'provide':
    case 'decline':
      return record(command, state);
    case 'overdue': {
      if (state.status !== 'requested' || state.overdue || !isAfter(command.now, state.contactBy)) return staysQuiet;
      const { caseId, supportId, contactBy } = state;
      return accept({
        type: 'SupportOverdue',
        data: { caseId, supportId, step: 'support-contact', dueAt: contactBy },
      });
    }
  }
};
