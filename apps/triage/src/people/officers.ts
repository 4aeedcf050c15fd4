import { Injectable } from '@nestjs/common';
import { actsFor, holds, type Officer } from '#libs/domain';
import { RegistersReader, officerOf, type Principal } from '#libs/identity';
import { Problem } from '#libs/service-kit';

/** The people behind calls as the rules see them: their human being, their unit and what it took over, for whom they sign. */
@Injectable()
export class Officers {
  constructor(private readonly registers: RegistersReader) {}

  /** @throws {Problem} `forbidden` for keys, the public and people without a unit: they never decide a case. */
  async of(principal: Principal): Promise<Officer> {
    const officer = officerOf(principal, await this.registers.now());
    if (officer === undefined) throw new Problem('forbidden');
    return officer;
  }
}

/** Every unit whose cases the officer's unit answers for. */
export const unitsOf = (officer: Officer): string[] => [officer.unit, ...officer.predecessors];

/** What reading a case depends on. */
export interface ReadableCase {
  readonly unit: string;
  readonly coordinating: readonly string[];
  readonly status: string;
  readonly secondUnit: 'not-needed' | 'awaited' | 'agreed';
  readonly review: object | null;
}

/**
 * Who may read a case, decided narrowly: the auditor every one; analysts and approvers those that their unit leads or
 * coordinates; and, because nobody else could then be asked, an approver of any unit one that waits for a second unit or
 * for a third person's review.
 */
export function mayRead(officer: Officer, file: ReadableCase): boolean {
  if (holds(officer, 'auditor')) return true;
  if (!holds(officer, 'analyst', 'approver')) return false;
  if ([file.unit, ...file.coordinating].some((unit) => actsFor(officer, unit))) return true;
  const secondUnit = file.status === 'awaiting-approval' && file.secondUnit !== 'not-needed';
  return holds(officer, 'approver') && (secondUnit || file.review !== null);
}
