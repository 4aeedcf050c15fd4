import { Injectable } from '@nestjs/common';
import { actsFor, holds, type Officer } from '#libs/domain';
import { RegistersReader, type Principal, type RegistersAt } from '#libs/identity';
import { Problem } from '#libs/service-kit';

/** The people behind calls as the rules see them: their human being, their unit and what it took over, for whom they sign. */
@Injectable()
export class Officers {
  constructor(private readonly registers: RegistersReader) {}

  /** @throws {Problem} `forbidden` for keys, the public and people without a unit: they never decide a case. */
  async of(principal: Principal): Promise<Officer> {
    if (principal.kind !== 'person' || principal.unit === null) throw new Problem('forbidden');
    const registers = await this.registers.now();
    return {
      person: principal.id,
      human: principal.human ?? principal.id,
      unit: principal.unit,
      roles: principal.roles,
      predecessors: predecessorsOf(registers, principal.unit),
      delegation: delegationOf(registers, principal.id),
    };
  }
}

/** Units whose cases a unit took over, through any number of mergers. A cycle in the register ends the walk. */
export function predecessorsOf(registers: RegistersAt, unit: string): string[] {
  const found = new Set<string>();
  const look = (successor: string): void => {
    for (const candidate of registers.all('unit')) {
      if (!candidate.successors.includes(successor) || found.has(candidate.id) || candidate.id === unit) continue;
      found.add(candidate.id);
      look(candidate.id);
    }
  };
  look(unit);
  return [...found].sort();
}

/** The register entry of the account itself, when it is one that signs for somebody between two dates. */
function delegationOf(registers: RegistersAt, person: string): string | null {
  const entry = registers.get('person', person);
  return entry?.delegateOf === undefined || entry.delegateOf === null ? null : `register-person.${person}`;
}

/** Every unit whose cases the officer's unit answers for. */
export const unitsOf = (officer: Officer): string[] => [officer.unit, ...officer.predecessors];

/** What reading a case depends on. */
export interface ReadableCase {
  readonly unit: string;
  readonly coordinating: readonly string[];
  readonly status: string;
  readonly secondUnit: 'not-needed' | 'awaited' | 'agreed';
}

/**
 * Who may read a case, decided narrowly: the auditor every one; analysts and approvers those that their unit leads or
 * coordinates; and, because nobody else could then be asked, an approver of any unit one that waits for a second unit.
 */
export function mayRead(officer: Officer, file: ReadableCase): boolean {
  if (holds(officer, 'auditor')) return true;
  if (!holds(officer, 'analyst', 'approver')) return false;
  if ([file.unit, ...file.coordinating].some((unit) => actsFor(officer, unit))) return true;
  return holds(officer, 'approver') && file.status === 'awaiting-approval' && file.secondUnit !== 'not-needed';
}
