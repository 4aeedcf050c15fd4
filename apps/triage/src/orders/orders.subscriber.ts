import { EventSubscriber, OnEvent } from '#libs/messaging';
import type { Recorded } from '../recorded.js';
import { OrderOutcomes } from './order-outcomes.js';

/** Folds what dispatch and the providers do into the case that caused it. */
@EventSubscriber({ name: 'triage.orders-of-cases' })
export class OrdersSubscriber {
  constructor(private readonly outcomes: OrderOutcomes) {}

  /** A list for schools asks nobody for anything: it counts from the moment it is ordered. */
  @OnEvent('OrderIssued')
  async issued(event: Recorded<'OrderIssued'>): Promise<void> {
    const { caseId, orderId, action, expiresAt } = event.data;
    if (action === 'restrict-age') await this.outcomes.inForce(event, caseId, orderId, expiresAt);
  }

  @OnEvent('RequestEnforced')
  async enforced(event: Recorded<'RequestEnforced'>): Promise<void> {
    const { caseId, orderId } = event.data;
    const expiresAt = await this.outcomes.expiryOf(orderId);
    if (expiresAt !== undefined) await this.outcomes.inForce(event, caseId, orderId, expiresAt);
  }

  /** A renewal moves the end of a case that is in force; before that the first enforcement carries it. */
  @OnEvent('OrderRenewed')
  async renewed(event: Recorded<'OrderRenewed'>): Promise<void> {
    await this.outcomes.renewed(event, event.data.caseId, event.data.orderId, event.data.expiresAt);
  }

  @OnEvent('OrderRefused')
  async refused(event: Recorded<'OrderRefused'>): Promise<void> {
    await this.outcomes.refused(event, event.data.caseId, event.data.orderId);
  }

  @OnEvent('OrderWithdrawn', 'OrderExpired', 'RequestLifted')
  async ended(event: Recorded<'OrderWithdrawn' | 'OrderExpired' | 'RequestLifted'>): Promise<void> {
    await this.outcomes.ended(event, event.data.caseId, event.data.orderId);
  }
}
