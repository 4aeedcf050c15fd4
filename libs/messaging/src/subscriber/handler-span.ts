import type { RecordedEvent } from '#libs/event-store';
import { codeOf, isError, isTraceId, newSpanId, spanIdOfEvent } from '#libs/service-kit';
import type { Spans } from '#libs/service-kit';

/** Runs the handler of an event, which is given the `traceparent` of its own work; empty when nobody records it. */
export type Watched = (
  event: RecordedEvent,
  attempt: number,
  work: (traceparent: string) => Promise<void>,
) => Promise<void>;

/**
 * Tells of every run of a subscription's handlers: which subscription, which type of event, how often it was tried. Its parent is the event's own
 * span, as Kafka's header `traceparent` names it; over PostgreSQL the event itself says the same.
 */
export function handlerSpans(spans: Spans, subscription: string): Watched {
  return async (event, attempt, work) => {
    if (!isTraceId(event.correlationId)) return work('');
    const place = { traceId: event.correlationId, spanId: newSpanId(), parentId: spanIdOfEvent(event.id) };
    const begun = performance.now();
    let error: string | undefined;
    try {
      await work(`00-${place.traceId}-${place.spanId}-01`);
    } catch (thrown) {
      error = codeOf(thrown) ?? (isError(thrown) ? thrown.name : typeof thrown);
      throw thrown;
    } finally {
      spans.ended({
        name: `handle ${subscription}`,
        kind: 'consumer',
        place,
        begun,
        ended: performance.now(),
        attributes: {
          'lachan.subscription': subscription,
          'lachan.event.type': event.type,
          'lachan.attempt': attempt,
        },
        error,
      });
    }
  };
}
