import type { ReferralEvent, ReferralOutcome } from '#libs/contracts';
import { accept, refuse, staysQuiet, type Decision } from '../decision/decision.js';
import { isAfter } from '../time/instant.js';
import type { RecipientHand, ReferralCommand, ReferralCommandOf } from './commands.js';
import type { ReferralRefusal } from './refusals.js';
import type { ReferralState } from './state.js';

type Answer = Decision<ReferralEvent, ReferralRefusal>;
type Existing = Exclude<ReferralState, { status: 'none' }>;
type Refused = ReturnType<typeof refuse<ReferralRefusal>>;

const mustReceive = (state: Existing, { unit, predecessors }: RecipientHand): Refused | null =>
  state.unit === unit || predecessors.includes(state.unit)
    ? null
    : refuse('foreign-unit', `sent to ${state.unit}, asked by ${unit}`);

/** An outcome after which more may be heard; any other is the last word. */
const isInterim = (outcome: ReferralOutcome): boolean => outcome === 'in-progress';

const recordOutcome = (command: ReferralCommandOf<'recordOutcome'>, state: Existing): Answer => {
  const { by, outcome, note } = command;
  const no = mustReceive(state, by);
  if (no !== null) return no;
  const { caseId, referralId } = state;
  if (state.status === 'sent') return refuse('not-received');
  if (state.status === 'outcome') {
    if (state.outcome === outcome) return staysQuiet;
    if (!isInterim(state.outcome)) return refuse('already-recorded', state.outcome);
  }
  return accept({ type: 'OutcomeRecorded', data: { caseId, referralId, person: by.person, outcome, note } });
};

/** Each step once, and only while it is still awaited; an interim outcome does not settle the referral. */
const overdue = ({ step, now }: ReferralCommandOf<'overdue'>, state: Existing): Answer => {
  if (state.overdue.includes(step)) return staysQuiet;
  const awaited =
    step === 'referral-receive'
      ? state.status === 'sent'
      : state.status === 'received' || (state.status === 'outcome' && isInterim(state.outcome));
  const dueAt = state.status === 'sent' ? state.receiveBy : state.outcomeBy;
  if (!awaited || !isAfter(now, dueAt)) return staysQuiet;
  const { caseId, referralId } = state;
  return accept({ type: 'ReferralOverdue', data: { caseId, referralId, step, dueAt } });
};

/** A referral (chuyển tin) runs beside the decision: nothing here waits for it, and nothing there does. */
export const decide = (command: ReferralCommand, state: ReferralState): Answer => {
  if (command.type === 'send') {
    if (state.status !== 'none') return staysQuiet;
    if (command.reason.trim() === '') return refuse('reasons-required');
    const { caseId, referralId, recipient, unit, category, receiveBy, reason } = command;
    return accept({ type: 'ReferralSent', data: { caseId, referralId, recipient, unit, category, receiveBy, reason } });
  }
  if (state.status === 'none') return refuse('not-found');
  switch (command.type) {
    case 'receive': {
      const { by, outcomeBy } = command;
      const no = mustReceive(state, by);
      if (no !== null) return no;
      if (state.status !== 'sent') return staysQuiet;
      const { caseId, referralId } = state;
      return accept({ type: 'ReferralReceived', data: { caseId, referralId, person: by.person, outcomeBy } });
    }
    case 'recordOutcome':
      return recordOutcome(command, state);
    case 'overdue':
      return overdue(command, state);
  }
};
