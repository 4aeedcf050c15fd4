import type { Role } from '#libs/contracts';

/**
 * Who gives a command, as the registers of today describe them. `human` is equal for two accounts of one human being:
 * every rule of two people compares it, never the account.
 */
export interface Officer {
  readonly person: string;
  readonly human: string;
  readonly unit: string;
  readonly roles: readonly Role[];
  /** Units that this one took over when provinces and departments were merged; their cases are its cases. */
  readonly predecessors: readonly string[];
  /** The register entry under which the officer signs for another (ký thay, uỷ quyền), when they do. */
  readonly delegation: string | null;
}

/** Whether the officer acts for the unit: it is theirs, or theirs took it over. */
export const actsFor = (officer: Officer, unit: string): boolean =>
  officer.unit === unit || officer.predecessors.includes(unit);

/** Whether the officer holds at least one of the roles. */
export const holds = (officer: Officer, ...roles: readonly Role[]): boolean =>
  roles.some((role) => officer.roles.includes(role));
