import type { OrderEvent } from '#libs/contracts';
import { aggregate } from '../decision/decision.js';
import type { OrderCommand } from './commands.js';
import { decide } from './decide.js';
import { evolve } from './evolve.js';
import type { OrderRefusalCode } from './refusals.js';
import type { OrderState } from './state.js';

/** A request to act (yêu cầu ngăn chặn, gỡ bỏ), on the stream `order-<id>`. Never without two people. */
export const orders = aggregate<OrderState, OrderCommand, OrderEvent, OrderRefusalCode>({
  initialState: { status: 'none' },
  decide,
  evolve,
});
