import { categoryOf } from '#libs/event-store';
import type { AppendRequest, AppendResult, ServiceName } from '#libs/event-store';
import type { RequestContext } from '../http/request-context.js';
import { isTraceId, newSpanId, spanIdOfEvent } from './span.js';
import type { EndedSpan } from './span.js';

export interface AppendEnded {
  readonly service: ServiceName;
  readonly begun: number;
  readonly outcome: string;
  /** Null when nothing was appended. */
  readonly result: AppendResult | null;
  /** Whose work the append is part of. */
  readonly cause: RequestContext | undefined;
}

/**
 * What an append tells: how much to which categories, no data. The append is the span of its first event, and each further event one below
 * it without duration, so that handlers, which know nothing but their event, find their parent (`spanIdOfEvent`). A retry that was recognised
 * and a refusal made no event, and have a span id of their own.
 */
export function appendSpans(request: AppendRequest, ended: AppendEnded): EndedSpan[] {
  const { service, begun, outcome, result, cause } = ended;
  const events = request.streams.flatMap((stream) => stream.events);
  const [first, ...others] = events;
  if (!first || !isTraceId(first.correlationId)) return [];
  const fresh = result !== null && !result.recognised;
  const traceId = first.correlationId;
  const spanId = fresh ? spanIdOfEvent(first.id) : newSpanId();
  const parentId = cause?.traceId === traceId ? (cause.traceparent.split('-')[2] ?? null) : null;
  const categories = [...new Set(request.streams.map(({ stream }) => categoryOf(stream)))].sort().join(' ');
  const now = performance.now();
  const attributes = {
    'lachan.service': service,
    'lachan.categories': categories,
    'lachan.events': events.length,
    'lachan.outcome': result?.recognised === true ? 'recognised' : outcome,
  };
  const append: EndedSpan = {
    name: `append ${categories}`,
    kind: 'producer',
    place: { traceId, spanId, parentId },
    begun,
    ended: now,
    attributes,
    error: result === null ? outcome : undefined,
  };
  if (!fresh) return [append];
  return [append, ...others.filter(({ correlationId }) => correlationId === traceId).map(eventSpan)];

  function eventSpan({ id, type }: { id: string; type: string }): EndedSpan {
    const place = { traceId, spanId: spanIdOfEvent(id), parentId: spanId };
    return { name: type, kind: 'producer', place, begun: now, ended: now, attributes: { 'lachan.event.type': type } };
  }
}
