import type { EventData, RegisterEvent, RegisterKind, Role } from '#libs/contracts';
import { accept, refuse, staysQuiet, type Decision } from '../decision/decision.js';
import { holds, type Officer } from '../people/officer.js';
import type { RegisterCommand, RegisterCommandOf, RegisterValue } from './commands.js';
import type { RegisterRefusal } from './refusals.js';
import type { PendingChange, RegisterState, StoredValue } from './state.js';

type Answer = Decision<RegisterEvent, RegisterRefusal>;
type Refused = ReturnType<typeof refuse<RegisterRefusal>>;

const DECIDING: readonly Role[] = ['analyst', 'approver'];
const WATCHING: readonly Role[] = ['administrator', 'auditor'];

/**
 * Nobody combines deciding with administering or auditing [domain.md, "Who"], and nobody who administers audits: what the
 * auditor watches first is the administrators.
 */
export const rolesConflict = (roles: readonly Role[]): boolean => {
  const decides = roles.some((role) => DECIDING.includes(role));
  const watches = roles.filter((role) => WATCHING.includes(role));
  return (decides && watches.length > 0) || new Set(watches).size > 1;
};

const mustAdminister = (by: Officer): Refused | null =>
  holds(by, 'administrator') ? null : refuse('forbidden', 'takes administrator');

const mustBeConsistent = (proposed: RegisterValue): Refused | null =>
  proposed.kind === 'person' && rolesConflict(proposed.value.roles)
    ? refuse('roles-conflict', proposed.value.roles.join(', '))
    : null;

/** Where the value goes in an event: a person's is personal, every other is public. */
const fieldsOf = (kind: RegisterKind, value: StoredValue): Pick<EventData<'EntryProposed'>, 'value' | 'personal'> =>
  kind === 'person' ? { value: null, personal: value } : { value, personal: null };

const isKnown = (state: RegisterState, changeId: string): boolean =>
  state.pending?.changeId === changeId || state.settled.some((change) => change.changeId === changeId);

const propose = (command: RegisterCommandOf<'propose'>, state: RegisterState): Answer => {
  const { entry, changeId, by, kind, value } = command;
  const no = mustAdminister(by) ?? mustBeConsistent(command);
  if (no !== null) return no;
  if (isKnown(state, changeId)) return staysQuiet;
  if (state.pending !== null) return refuse('change-pending', `change ${state.pending.changeId}`);
  const { person: proposedBy, human, unit } = by;
  return accept({
    type: 'EntryProposed',
    data: { kind, entry, changeId, retire: false, proposedBy, human, unit, ...fieldsOf(kind, value) },
  });
};

/** The party a provider's proposal comes from: no administrator's human being or unit is ever called like this. */
const partyOf = (provider: string): string => `provider:${provider}`;

const proposeContact = (command: RegisterCommandOf<'proposeContact'>, state: RegisterState): Answer => {
  const { entry, changeId, by, kind, contact } = command;
  if (by.provider !== entry) return refuse('forbidden', 'of another provider');
  if (isKnown(state, changeId)) return staysQuiet;
  if (state.status !== 'approved' || state.value === null) return refuse('unknown-entry', entry);
  if (state.pending !== null) return refuse('change-pending', `change ${state.pending.changeId}`);
  if (state.value['contact'] === contact) return staysQuiet;
  const party = partyOf(by.provider);
  return accept({
    type: 'EntryProposed',
    data: {
      kind,
      entry,
      changeId,
      retire: false,
      proposedBy: by.key,
      human: party,
      unit: party,
      ...fieldsOf(kind, { ...state.value, contact }),
    },
  });
};

const proposeRetirement = (command: RegisterCommandOf<'proposeRetirement'>, state: RegisterState): Answer => {
  const { entry, changeId, by, kind } = command;
  const no = mustAdminister(by);
  if (no !== null) return no;
  if (isKnown(state, changeId) || state.status === 'retired') return staysQuiet;
  if (state.status === 'none') return refuse('unknown-entry', entry);
  if (state.pending !== null) return refuse('change-pending', `change ${state.pending.changeId}`);
  const { person: proposedBy, human, unit } = by;
  return accept({
    type: 'EntryProposed',
    data: { kind, entry, changeId, retire: true, proposedBy, human, unit, ...fieldsOf(kind, null) },
  });
};

/** Two human beings from two units: one administrator with the whole API cannot cause an order [domain.md, "Who"]. */
const mustBeSecond = (pending: PendingChange, by: Officer): Refused | null => {
  if (pending.proposedBy.human === by.human) return refuse('second-person-needed');
  return pending.proposedBy.unit === by.unit ? refuse('same-unit', `proposed by ${by.unit}`) : null;
};

const settledAs = (state: RegisterState, changeId: string, how: 'approved' | 'rejected'): boolean =>
  state.settled.some((change) => change.changeId === changeId && change.how === how);

/** `kind` and `entry` come with the command, because a first change has no entry to read them from. */
const approve = (command: RegisterCommandOf<'approve'>, state: RegisterState): Answer => {
  const { kind, entry, changeId, by } = command;
  const no = mustAdminister(by);
  if (no !== null) return no;
  if (settledAs(state, changeId, 'approved')) return staysQuiet;
  const { pending } = state;
  if (pending?.changeId !== changeId) return refuse('no-change-proposed', changeId);
  const same = mustBeSecond(pending, by);
  if (same !== null) return same;
  const common = {
    kind,
    entry,
    changeId,
    proposedBy: pending.proposedBy.person,
    approvedBy: by.person,
    human: by.human,
    unit: by.unit,
  };
  return pending.change.retire
    ? accept({ type: 'EntryRetired', data: common })
    : accept({ type: 'EntryApproved', data: { ...common, ...fieldsOf(kind, pending.change.value) } });
};

/** Any administrator may reject, the proposer too: taking back hurts nobody. */
const reject = (command: RegisterCommandOf<'reject'>, state: RegisterState): Answer => {
  const { kind, entry, changeId, by, reason } = command;
  const no = mustAdminister(by);
  if (no !== null) return no;
  if (reason.trim() === '') return refuse('reasons-required');
  if (settledAs(state, changeId, 'rejected')) return staysQuiet;
  if (state.pending?.changeId !== changeId) return refuse('no-change-proposed', changeId);
  return accept({ type: 'EntryRejected', data: { kind, entry, changeId, rejectedBy: by.person, reason } });
};

const install = (command: RegisterCommandOf<'install'>, state: RegisterState): Answer => {
  const { kind, entry, changeId, alreadySetUp, by, unit, value } = command;
  const no = mustBeConsistent(command);
  if (no !== null) return no;
  if (settledAs(state, changeId, 'approved')) return staysQuiet;
  if (alreadySetUp || state.status !== 'none') return refuse('already-set-up');
  return accept({
    type: 'EntryApproved',
    data: { kind, entry, changeId, proposedBy: by, approvedBy: by, human: by, unit, ...fieldsOf(kind, value) },
  });
};

/** Decides on one entry of a register. Whether referenced entries exist is looked up by the app before. */
export const decide = (command: RegisterCommand, state: RegisterState): Answer => {
  switch (command.type) {
    case 'propose':
      return propose(command, state);
    case 'proposeContact':
      return proposeContact(command, state);
    case 'proposeRetirement':
      return proposeRetirement(command, state);
    case 'approve':
      return approve(command, state);
    case 'reject':
      return reject(command, state);
    case 'install':
      return install(command, state);
  }
};
