import type { RegisterEvent } from '#libs/contracts';
import { aggregate } from '../decision/decision.js';
import type { RegisterCommand } from './commands.js';
import { decide } from './decide.js';
import { evolve } from './evolve.js';
import type { RegisterRefusal } from './refusals.js';
import type { RegisterState } from './state.js';

/** One entry of a register, on the stream `register-<kind>.<entry>`: what counts, since when, and which two people said so. */
export const registers = aggregate<RegisterState, RegisterCommand, RegisterEvent, RegisterRefusal>({
  initialState: { status: 'none', pending: null, settled: [] },
  decide,
  evolve,
});

export { rolesConflict } from './decide.js';
