import type { OrderEvent } from '#libs/contracts';
import type { Decision } from '../decision/decision.js';
import type { OrderCommand } from './commands.js';
import { expire, supersede, withdraw } from './ending.js';
import { issue } from './issuing.js';
import { recheck } from './rechecking.js';
import type { OrderRefusalCode } from './refusals.js';
import { proposeRenewal, renew } from './renewing.js';
import type { OrderState } from './state.js';
import { approveWidening, proposeWidening } from './widening.js';

export const decide = (command: OrderCommand, state: OrderState): Decision<OrderEvent, OrderRefusalCode> => {
  switch (command.type) {
    case 'issue':
      return issue(command, state);
    case 'proposeRenewal':
      return proposeRenewal(command, state);
    case 'renew':
      return renew(command, state);
    case 'proposeWidening':
      return proposeWidening(command, state);
    case 'approveWidening':
      return approveWidening(command, state);
    case 'supersede':
      return supersede(command, state);
    case 'withdraw':
      return withdraw(command, state);
    case 'recheck':
      return recheck(command, state);
    case 'expire':
      return expire(command, state);
  }
};
