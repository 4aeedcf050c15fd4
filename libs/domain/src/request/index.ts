import type { RequestEvent } from '#libs/contracts';
import { aggregate } from '../decision/decision.js';
import type { RequestCommand } from './commands.js';
import { decide } from './decide.js';
import { evolve } from './evolve.js';
import type { RequestRefusalCode } from './refusals.js';
import type { RequestLife } from './state.js';

/** One order at one provider, from its queue to the verified end and back, on the stream `request-<id>`. */
export const requests = aggregate<RequestLife, RequestCommand, RequestEvent, RequestRefusalCode>({
  initialState: { status: 'none' },
  decide,
  evolve,
});
