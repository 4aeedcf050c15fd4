import type { Officer } from '#libs/domain';
import type { Principal } from './principal.js';
import type { RegistersAt } from './registers/at.js';

/**
 * A signed-in person as the deciders want to know them: with the human being behind the account and the units that
 * theirs took over. Undefined for keys and the public, who give no commands that are decided about.
 */
export function officerOf(principal: Principal, registers: Pick<RegistersAt, 'predecessors'>): Officer | undefined {
  if (principal.kind !== 'person' || principal.unit === null) return undefined;
  return {
    person: principal.id,
    human: principal.human ?? principal.id,
    unit: principal.unit,
    roles: principal.roles,
    predecessors: registers.predecessors(principal.unit),
    delegation: principal.delegateOf === undefined ? null : principal.id,
  };
}
