import type { Priority, Step } from '#libs/contracts';
import { plusMinutes } from '#libs/domain';
import type { RegistersAt } from '#libs/identity';

type DispatchStep = Extract<Step, 'request-acknowledge' | 'request-enforce' | 'request-lift' | 'authority-answer'>;

/**
 * Minutes where the deadline register has no row for a step: a policy of the house, to be replaced by a dated row [ours].
 * A removal within 24 hours of an authority's request is Decree 147/2024 (read in secondary sources); a lift is given as
 * little time as an acknowledgement, because it is as strong as a block.
 */
export const DEFAULT_MINUTES: Readonly<Record<DispatchStep, number>> = {
  'request-acknowledge': 4 * 60,
  'request-enforce': 24 * 60,
  'request-lift': 4 * 60,
  'authority-answer': 7 * 24 * 60,
};

/** When a step is due that begins at `from`, by the policy that counts at the registers' moment. */
export const dueAt = (registers: RegistersAt, step: DispatchStep, priority: Priority, from: string): string =>
  plusMinutes(from, registers.deadline(step, priority)?.minutes ?? DEFAULT_MINUTES[step]);
