import type { EventData } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';
import { registersSubscription } from '#libs/identity';
import { EventSubscriber, OnEvent } from '#libs/messaging';
import { ReadPosition } from '#libs/service-kit';
import { Issuing } from './issuing.js';
import type { Approval } from './issuing.js';
import { OrderEnds } from './order-ends.js';

/** What triage decided becomes an order here, or ends one. In order within a case, cases side by side. */
@EventSubscriber({ name: 'dispatch.decisions', goesFirst: true })
export class OrdersSubscriber {
  constructor(
    private readonly issuing: Issuing,
    private readonly ends: OrderEnds,
    private readonly position: ReadPosition,
  ) {}

  @OnEvent('ProposalApproved')
  async approved(event: Approval): Promise<void> {
    await this.#registersUpTo(event.position);
    await this.issuing.issue(event);
  }

  @OnEvent('ReviewDecided')
  async reviewed(event: RecordedEvent<'ReviewDecided', EventData<'ReviewDecided'>>): Promise<void> {
    if (event.data.outcome !== 'upheld') return;
    await this.#registersUpTo(event.position);
    await this.ends.reviewUpheld(event);
  }

  /** A wall that was put up before the approval must be seen: this service's copy of the registers catches up first. */
  async #registersUpTo(position: number): Promise<void> {
    const { stale } = await this.position.wait([registersSubscription('dispatch')], position);
    if (stale) throw new Error(`the registers have not reached position ${String(position)} yet`);
  }
}
