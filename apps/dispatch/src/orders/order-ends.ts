import { Injectable } from '@nestjs/common';
import type { EventData, LiftReason } from '#libs/contracts';
import { orders } from '#libs/domain';
import type { Officer, OrderCommand } from '#libs/domain';
import { EventStore, onNewest } from '#libs/event-store';
import type { RecordedEvent } from '#libs/event-store';
import { Problem } from '#libs/service-kit';
import { DISPATCH } from '../streams/envelopes.js';
import type { Cause } from '../streams/envelopes.js';
import { OrderChanges } from './order-changes.js';
import { OrderFiles, wasIssued } from './order-file.js';
import type { OrderFile } from './order-file.js';

type EndCommand = Extract<OrderCommand, { type: 'withdraw' | 'expire' }>;
type Review = RecordedEvent<'ReviewDecided', EventData<'ReviewDecided'>>;

/** Ends orders: by a person, by a review, by time. The lifts go with it, in the same append. */
@Injectable()
export class OrderEnds {
  constructor(
    private readonly store: EventStore,
    private readonly files: OrderFiles,
    private readonly changes: OrderChanges,
  ) {}

  /**
   * Decides the end on the newest state; repeated when a request moved in between (a provider answered just then).
   * @returns the order as it was found, and the position of what was appended (of its last event when nothing was).
   */
  async end(
    orderId: string,
    command: EndCommand,
    reason: LiftReason,
    cause: Cause,
  ): Promise<{ file: OrderFile; position: number; version: number }> {
    return onNewest(async () => {
      const file = await this.files.load(orderId);
      const decision = orders.decide(command, file.state);
      if (!decision.ok) throw Problem.refused(decision);
      if (decision.events.length === 0) return { file, position: file.position, version: file.version };
      const caseId = caseOf(file);
      const lifts = wasIssued(file.state) ? await this.changes.lifts(file, file.state, reason, command.now, cause) : [];
      const { position } = await this.store.append({
        streams: [this.changes.own(file, caseId, decision.events, cause), ...lifts],
      });
      return { file, position, version: file.version + decision.events.length };
    });
  }

  /** A third person upheld the review: the order is withdrawn in their name. An order that ended before stays as it is. */
  async reviewUpheld(review: Review): Promise<void> {
    const { order, person, human, reviewId } = review.data;
    const by: Officer = {
      person,
      human,
      unit: review.actor.unit ?? '',
      roles: ['approver'],
      predecessors: [],
      delegation: null,
    };
    const { state } = await this.files.load(order);
    if (state.status !== 'in-force') return;
    await this.end(
      order,
      { type: 'withdraw', by, now: review.occurredAt, reason: review.data.reason ?? reviewId, review: reviewId },
      'review-upheld',
      { actor: DISPATCH, event: review },
    );
  }
}

/** The case of an order that exists. @throws {Problem} `not-found` otherwise. */
export function caseOf({ state }: OrderFile): string {
  switch (state.status) {
    case 'none':
      throw new Problem('not-found');
    case 'refused':
      return state.caseId;
    case 'letter':
    case 'letter-withdrawn':
      return state.letter.caseId;
    case 'in-force':
    case 'superseded':
    case 'withdrawn':
    case 'expired':
      return state.terms.caseId;
  }
}
