import type { RotaEvent } from '#libs/contracts';
import { accept, aggregate, refuse, staysQuiet, type Decision, type RefusalsOf } from '../decision/decision.js';
import { actsFor, holds, type Officer } from '../people/officer.js';
import { isAfter } from '../time/instant.js';

export interface Shift {
  readonly shiftId: string;
  readonly person: string;
  readonly from: string;
  readonly until: string;
}

/** Shifts of one unit that were not cancelled. */
export interface RotaState {
  readonly shifts: readonly Shift[];
}

export type RotaCommand =
  | ({
      readonly type: 'set';
      readonly unit: string;
      readonly by: Officer;
      /** The unit and roles of whoever is to be on call; undefined when there is no such person today. */
      readonly of: { readonly unit: string; readonly roles: readonly string[] } | undefined;
      readonly now: string;
    } & Shift)
  | { readonly type: 'cancel'; readonly unit: string; readonly by: Officer; readonly shiftId: string };

export type RotaRefusal = RefusalsOf<
  'foreign-unit' | 'forbidden' | 'unknown-person' | 'invalid-value' | 'already-recorded' | 'not-found'
>;
type Answer = Decision<RotaEvent, RotaRefusal>;

/** Who reaches a child or answers for a case may be on call; so may whoever receives referrals. */
const CALLABLE: readonly string[] = ['analyst', 'approver', 'referral-recipient'];

const maySet = (by: Officer, unit: string) => {
  if (!actsFor(by, unit)) return refuse('foreign-unit', `asked by ${by.unit}`);
  return holds(by, 'approver', 'referral-recipient') ? null : refuse('forbidden', 'takes approver or recipient');
};

const decide = (command: RotaCommand, state: RotaState): Answer => {
  const no = maySet(command.by, command.unit);
  if (no !== null) return no;
  const { unit, by, shiftId } = command;
  const known = state.shifts.find((shift) => shift.shiftId === shiftId);
  if (command.type === 'cancel') {
    if (known === undefined) return refuse('not-found', shiftId);
    return accept({ type: 'OnCallCancelled', data: { shiftId, unit, by: by.person } });
  }
  if (known !== undefined) return staysQuiet;
  const { person, from, until, of, now } = command;
  if (of?.unit !== unit || !of.roles.some((role) => CALLABLE.includes(role))) return refuse('unknown-person', person);
  if (!isAfter(until, from) || !isAfter(until, now)) return refuse('invalid-value', `from ${from} until ${until}`);
  // One person at a time: a plea names exactly one.
  const other = state.shifts.find((shift) => isAfter(until, shift.from) && isAfter(shift.until, from));
  if (other !== undefined) return refuse('already-recorded', `${other.person} from ${other.from} until ${other.until}`);
  return accept({ type: 'OnCallSet', data: { shiftId, unit, person, from, until, by: by.person } });
};

const evolve = (state: RotaState, event: RotaEvent): RotaState => {
  switch (event.type) {
    case 'OnCallSet': {
      const { shiftId, person, from, until } = event.data;
      return { shifts: [...state.shifts, { shiftId, person, from, until }] };
    }
    case 'OnCallCancelled':
      return { shifts: state.shifts.filter(({ shiftId }) => shiftId !== event.data.shiftId) };
  }
};

/** The rota of one unit: at most one person on call at a time. */
export const rotas = aggregate<RotaState, RotaCommand, RotaEvent, RotaRefusal>({
  initialState: { shifts: [] },
  decide,
  evolve,
});
