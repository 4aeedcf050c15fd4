import { caseRules } from './case-rules.js';
import type { Report } from './hands.js';
import { orderRules } from './order-rules.js';
import { registerRules } from './register-rules.js';
import { requestRules } from './request-rules.js';
import type { StoredEvent } from './stored-event.js';

/**
 * Checks what the events say together, from public fields alone: two people behind every order, a request before its
 * answer, nothing enforced after a lift. Written from domain.md, not from the deciders.
 */
export const meaningCheck = (report: Report) => {
  const cases = caseRules(report);
  const orders = orderRules(report, cases.approvals);
  const requests = requestRules(report, orders.issued);
  const registers = registerRules(report);
  return {
    check(event: StoredEvent): void {
      if (event.category === 'case') cases.check(event);
      else if (event.category === 'order') orders.check(event);
      else if (event.category === 'request') requests.check(event);
      else if (event.category === 'register') registers.check(event);
    },
  };
};
