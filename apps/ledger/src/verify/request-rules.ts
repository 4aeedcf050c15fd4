import { text, type Report } from './hands.js';
import type { StoredEvent } from './stored-event.js';

type Lift = 'none' | 'queued' | 'lifted';

const FIRST = new Set(['RequestQueued', 'RequestNotExpressible']);
const ANSWERS = new Set(['RequestAcknowledged', 'RequestEnforced', 'RequestRefused', 'EnforcementVerified']);

/** No request without its order, no answer before its request, no lift nobody asked for, nothing enforced after a lift. */
export const requestRules = (report: Report, issued: (orderId: string) => boolean) => {
  const lifts = new Map<string, Lift>();

  return {
    check(event: StoredEvent): void {
      const lift = lifts.get(event.stream);
      if (FIRST.has(event.type)) {
        lifts.set(event.stream, lift ?? 'none');
        const orderId = text(event.data['orderId']);
        if (!issued(orderId)) report(event, 'request-without-order', `order ${orderId} was not issued before it`);
        return;
      }
      if (lift === undefined) {
        const fault = ANSWERS.has(event.type) ? 'answer-before-request' : 'request-without-order';
        report(event, fault, `${event.type} on a request that was never queued`);
        return;
      }
      if (event.type === 'LiftQueued') lifts.set(event.stream, 'queued');
      if (event.type === 'RequestLifted') {
        if (lift === 'none') report(event, 'lift-without-reason', 'lifted, but no lift was queued');
        lifts.set(event.stream, 'lifted');
      }
      if (event.type === 'RequestEnforced' && lift === 'lifted')
        report(event, 'enforced-after-lift', 'enforced after it was lifted');
    },
  };
};
