import type { FindingEvent } from '#libs/contracts';
import { accept, refuse, staysQuiet, type Decision } from '../decision/decision.js';
import { actsFor, holds } from '../people/officer.js';
import type { FindingCommand } from './commands.js';
import type { FindingRefusal } from './refusals.js';
import type { FindingState } from './state.js';

type Answer = Decision<FindingEvent, FindingRefusal>;

/** What the auditor raises must be answered by the unit before the auditor closes it; the auditor changes no case by it. */
export const decide = (command: FindingCommand, state: FindingState): Answer => {
  switch (command.type) {
    case 'raise': {
      const { findingId, caseId, unit, answerBy, text, by } = command;
      if (!holds(by, 'auditor')) return refuse('forbidden', 'takes auditor');
      if (state.status !== 'none') return staysQuiet;
      if (text.trim() === '') return refuse('reasons-required');
      return accept({ type: 'FindingRaised', data: { findingId, caseId, unit, answerBy, text } });
    }
    case 'answer': {
      const { by, text } = command;
      if (state.status === 'none') return refuse('not-found');
      if (!actsFor(by, state.unit)) return refuse('foreign-unit', `raised with ${state.unit}`);
      if (text.trim() === '') return refuse('reasons-required');
      if (state.status === 'answered' && state.answeredBy === by.person) return staysQuiet;
      if (state.status !== 'raised') return refuse('already-recorded', state.status);
      return accept({ type: 'FindingAnswered', data: { findingId: state.findingId, person: by.person, text } });
    }
    case 'close': {
      const { by } = command;
      if (state.status === 'none') return refuse('not-found');
      if (!holds(by, 'auditor')) return refuse('forbidden', 'takes auditor');
      if (state.status === 'closed') return staysQuiet;
      if (state.status === 'raised') return refuse('not-answered', `${state.unit} has not answered`);
      return accept({ type: 'FindingClosed', data: { findingId: state.findingId, person: by.person } });
    }
  }
};
