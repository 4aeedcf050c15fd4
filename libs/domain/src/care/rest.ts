import { isAfter, millisecondsOf, plusMinutes } from '../time/instant.js';

/** A case that somebody took up, and whether it was one of the hard ones. */
export interface Handled {
  readonly at: string;
  readonly severe: boolean;
}

export interface RestPolicy {
  readonly severeRunCases: number;
  readonly breakMinutes: number;
  readonly shiftCapCases: number;
  readonly shiftHours: number;
}

export interface RestFacts {
  readonly now: string;
  /** Newest first, at least as far back as a shift. */
  readonly handled: readonly Handled[];
  /** When the person last chose to go on, with a reason; null when not in this shift. */
  readonly wentOnAt: string | null;
}

export type Rest =
  | { readonly rest: 'none'; readonly severeRun: number; readonly inShift: number }
  /** A suggestion: one may go on once, with a reason. */
  | { readonly rest: 'break'; readonly until: string; readonly severeRun: number; readonly inShift: number }
  | { readonly rest: 'cap'; readonly mayGoOn: boolean; readonly severeRun: number; readonly inShift: number };

/**
 * Whether it is time for a break [issue: chăm sóc sức khoẻ tinh thần cán bộ]. A run of hard cases ends with an ordinary case,
 * with a pause as long as a break, or when the person chose to go on; the cap of a shift may be passed once.
 */
export function restOf({ now, handled, wentOnAt }: RestFacts, policy: RestPolicy): Rest {
  const begin = plusMinutes(now, -60 * policy.shiftHours);
  const shift = handled.filter(({ at }) => isAfter(at, begin));
  const severeRun = runOf(shift, now, wentOnAt, policy.breakMinutes);
  const wentOn = wentOnAt !== null && isAfter(wentOnAt, begin);
  const counts = { severeRun, inShift: shift.length };
  if (shift.length >= policy.shiftCapCases) {
    const since = wentOn ? shift.filter(({ at }) => isAfter(at, wentOnAt)).length : 0;
    // Going on grants as many again as a run, not another shift.
    if (wentOn && since < policy.severeRunCases) return { rest: 'none', ...counts };
    return { rest: 'cap', mayGoOn: !wentOn, ...counts };
  }
  const last = shift[0];
  if (last === undefined || severeRun < policy.severeRunCases) return { rest: 'none', ...counts };
  return { rest: 'break', until: plusMinutes(last.at, policy.breakMinutes), ...counts };
}

function runOf(shift: readonly Handled[], now: string, wentOnAt: string | null, breakMinutes: number): number {
  let later = now;
  let run = 0;
  for (const { at, severe } of shift) {
    const rested = millisecondsOf(later) - millisecondsOf(at) >= breakMinutes * 60_000;
    if (!severe || rested || (wentOnAt !== null && !isAfter(at, wentOnAt))) break;
    run += 1;
    later = at;
  }
  return run;
}
