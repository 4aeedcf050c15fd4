import type { Approvals } from './case-rules.js';
import { hand, samePerson, text, type Hand, type Report } from './hands.js';
import type { StoredEvent } from './stored-event.js';

interface OrderFacts {
  readonly renewals: Map<string, Hand>;
  readonly widenings: Map<string, Hand>;
}

/** An order comes from an approval of exactly its digest; it is renewed and widened by two people, like a block. */
export const orderRules = (report: Report, approvals: Approvals) => {
  const orders = new Map<string, OrderFacts>();

  const issued = (event: StoredEvent): void => {
    const { orderId, approval, digest } = event.data;
    const found = approvals.get(text(approval));
    orders.set(text(orderId), { renewals: new Map(), widenings: new Map() });
    if (!found) report(event, 'order-without-approval', `approval ${text(approval)} is not in the log before it`);
    else if (found.digest !== digest) report(event, 'order-without-approval', 'its digest is not the approved one');
  };

  const byTwo = (event: StoredEvent, proposed: Hand | undefined, what: string): void => {
    if (!proposed) report(event, 'one-person-extended', `no ${what} like it was proposed before`);
    else if (samePerson(proposed, hand(event)))
      report(event, 'one-person-extended', `${proposed.person} proposed and approved the ${what}`);
  };

  /** A widening is one action at one provider. */
  const wideningOf = ({ data }: StoredEvent): string => `${text(data['provider'])} ${text(data['action'])}`;

  return {
    issued: (orderId: string): boolean => orders.has(orderId),
    check(event: StoredEvent): void {
      if (event.type === 'OrderIssued') {
        issued(event);
        return;
      }
      const facts = orders.get(text(event.data['orderId']));
      const expiresAt = text(event.data['expiresAt']);
      if (event.type === 'RenewalProposed') facts?.renewals.set(expiresAt, hand(event));
      else if (event.type === 'OrderRenewed') byTwo(event, facts?.renewals.get(expiresAt), 'renewal');
      else if (event.type === 'WideningProposed') facts?.widenings.set(wideningOf(event), hand(event));
      else if (event.type === 'WideningApproved') byTwo(event, facts?.widenings.get(wideningOf(event)), 'widening');
    },
  };
};
