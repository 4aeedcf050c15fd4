import { Injectable } from '@nestjs/common';
import type { CaseEvent, OrderEvent, Priority } from '#libs/contracts';
import { MANDATE, cases, orders } from '#libs/domain';
import type { OrderState, OrderTerms } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import type { RecordedEvent } from '#libs/event-store';
import { endOf } from '../streams/end-of.js';
import { orderStream } from '../streams/envelopes.js';

/** An order as its stream tells it. `version` 0: there is none. */
export interface OrderFile {
  readonly id: string;
  readonly state: OrderState;
  readonly version: number;
  readonly position: number;
  readonly events: readonly RecordedEvent[];
}

/** States of an order that was issued: it had requests. */
export type IssuedOrder = Extract<OrderState, { readonly terms: OrderTerms }>;

export const wasIssued = (state: OrderState): state is IssuedOrder => 'terms' in state;

/** Reads orders and, of their case, what an order depends on. Never behind: it reads the streams themselves. */
@Injectable()
export class OrderFiles {
  constructor(private readonly store: EventStore) {}

  async load(id: string): Promise<OrderFile> {
    const events = await this.store.readStream(orderStream(id));
    return { id, state: orders.fold(events as unknown as OrderEvent[]), events, ...endOf(events) };
  }

  /** The events of a case, for its priority and its earlier approvals. */
  async caseEvents(caseId: string): Promise<RecordedEvent[]> {
    return this.store.readStream(`case-${caseId}`);
  }

  /** The priority a case has now; its category's own before anybody set one. */
  async priorityOf(terms: Pick<OrderTerms, 'caseId' | 'category'>): Promise<Priority> {
    return priorityIn(await this.caseEvents(terms.caseId)) ?? MANDATE[terms.category].priority;
  }
}

/** The priority that a case's events end with. */
export function priorityIn(events: readonly RecordedEvent[]): Priority | null {
  const state = cases.fold(events as unknown as CaseEvent[]);
  return state.status === 'none' ? null : state.priority;
}
