import type { CaseStatus, ClaimEvent } from '#libs/contracts';
import { accept, refuse, staysQuiet, type Decision } from '../decision/decision.js';
import { actsFor, holds } from '../people/officer.js';
import { isAfter, plusMinutes } from '../time/instant.js';
import type { ClaimCommand } from './commands.js';
import type { ClaimRefusal } from './refusals.js';
import type { ClaimFacts, ClaimState } from './state.js';

type Answer = Decision<ClaimEvent, ClaimRefusal>;
type Held = Extract<ClaimState, { status: 'held' }>;

const expiredOf = ({ caseId, person, until }: Held): ClaimEvent => ({
  type: 'ClaimExpired',
  data: { caseId, person, until },
});

const canBeWorkedOn = (status: CaseStatus): boolean => {
  switch (status) {
    case 'open':
    case 'awaiting-approval':
    case 'awaiting-dismissal':
    case 'approved':
    case 'letter-sent':
    case 'in-force':
      return true;
    case 'dismissed':
    case 'merged':
    case 'closed':
      return false;
  }
};

/** Takes the case for a lease. A lease that passed is closed in the same append, so that the history has no gap. */
const claim = (command: Extract<ClaimCommand, { type: 'claim' }>, state: ClaimState): Answer => {
  const { by, now, leaseMinutes, caseId } = command;
  if (!actsFor(by, command.case.unit)) return refuse('foreign-unit', `led by ${command.case.unit}`);
  if (!holds(by, 'analyst', 'approver')) return refuse('forbidden', 'takes analyst or approver');
  if (!canBeWorkedOn(command.case.status)) return refuse('case-not-open', `the case is ${command.case.status}`);
  const running = state.status === 'held' && isAfter(state.until, now);
  if (running) {
    return state.person === by.person
      ? staysQuiet
      : refuse('claimed-by-another', `held by ${state.person} until ${state.until}`);
  }
  const lapsed = state.status === 'held' ? [expiredOf(state)] : [];
  return accept(...lapsed, {
    type: 'CaseClaimed',
    data: { caseId, person: by.person, unit: by.unit, until: plusMinutes(now, leaseMinutes) },
  });
};

const renew = ({ by, now, leaseMinutes }: Extract<ClaimCommand, { type: 'renew' }>, state: ClaimState): Answer => {
  if (state.status === 'free') return refuse('claim-required');
  if (!isAfter(state.until, now)) {
    return state.person === by.person ? refuse('claim-lapsed', `it ended ${state.until}`) : refuse('claim-required');
  }
  if (state.person !== by.person) return refuse('claimed-by-another', `held by ${state.person}`);
  const until = plusMinutes(now, leaseMinutes);
  if (!isAfter(until, state.until)) return staysQuiet;
  return accept({ type: 'ClaimRenewed', data: { caseId: state.caseId, person: by.person, until } });
};

/** The holder gives it back, or an approver of the leading unit frees what a colleague left lying. */
const release = ({ by, leadUnit }: Extract<ClaimCommand, { type: 'release' }>, state: ClaimState): Answer => {
  if (state.status === 'free') return staysQuiet;
  if (state.person !== by.person && !(actsFor(by, leadUnit) && holds(by, 'approver'))) {
    return refuse('claimed-by-another', `held by ${state.person}`);
  }
  return accept({ type: 'ClaimReleased', data: { caseId: state.caseId, person: state.person } });
};

/** One holder at a time; the lease is data, and time decides before the timer does. */
export const decide = (command: ClaimCommand, state: ClaimState): Answer => {
  switch (command.type) {
    case 'claim':
      return claim(command, state);
    case 'renew':
      return renew(command, state);
    case 'release':
      return release(command, state);
    case 'expire':
      return state.status === 'held' && !isAfter(state.until, command.now) ? accept(expiredOf(state)) : staysQuiet;
  }
};

/** The claim as a decision on the case reads it; `version` is that of the claim's stream, asserted by the append. */
export const claimFacts = (state: ClaimState, version: number): ClaimFacts | null =>
  state.status === 'held' ? { holder: state.person, until: state.until, version } : null;
