import { Injectable } from '@nestjs/common';
import type { EventOf, EventType } from '#libs/contracts';
import type { Actor, NewEvent, RecordedEvent } from '#libs/event-store';
import { Clock, Ids, correlationId } from '#libs/service-kit';

/** Why an event comes about: whoever acts over HTTP, or an event that is reacted to. */
export interface Cause {
  readonly actor: Actor;
  /** The event reacted to; its effects get ids derived from it, so that a redelivery is recognised. */
  readonly event?: Pick<RecordedEvent, 'id' | 'correlationId'>;
}

/** Dispatch acting by itself: timers and what follows from others' events. */
export const DISPATCH: Actor = Object.freeze({ kind: 'system', id: 'dispatch' });

/** The stream of an order, of a request, and of a provider's own report. */
export const orderStream = (orderId: string): string => `order-${orderId}`;
export const requestStream = (requestId: string): string => `request-${requestId}`;
/** What became of the links at which an order's requests are answered. */
export const answerLinkStream = (orderId: string): string => `answerlink-${orderId}`;
export const selfReportStream = (id: string): string => `selfreport-${id}`;

/** The register of letters of a year, whose versions are the numbers, and what became of one letter. */
export const letterBookStream = (year: number): string => `letter-${String(year)}`;
export const letterStream = (letterId: string): string => `letter-${letterId}`;

/** Puts what was decided into envelopes. Everything of a case keeps the case's order for subscribers. */
@Injectable()
export class Envelopes {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** @param caseId null for what belongs to no case: the stream itself is the order then. */
  wrap<T extends EventType>(
    stream: string,
    caseId: string | null,
    events: readonly EventOf<T>[],
    cause: Cause,
  ): NewEvent[] {
    const occurredAt = this.clock.now().toISOString();
    const correlation = cause.event?.correlationId ?? correlationId();
    return events.map(({ type, data }, index) => ({
      id: cause.event ? this.ids.v5(`${cause.event.id}:${stream}:${type}:${String(index)}`) : this.ids.v7(),
      type,
      occurredAt,
      actor: cause.actor,
      correlationId: correlation,
      causationId: cause.event?.id ?? null,
      data,
      orderingKey: caseId === null ? stream : `case-${caseId}`,
    }));
  }
}
