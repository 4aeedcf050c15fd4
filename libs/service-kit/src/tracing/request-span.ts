import type { RequestContext } from '../http/request-context.js';
import type { EndedSpan } from './span.js';

/** What operators' machines ask every few seconds would be most of what a quiet installation tells. */
const PROBES = /^\/(health(\/|$)|metrics$)/;

export interface Answered {
  readonly method: string;
  /** The route's pattern, never a path: a path can hold a receipt. */
  readonly route: string;
  readonly status: number;
  /** From the request's head to the end of its answer (ms). */
  readonly took: number;
}

/** The span of a request that was answered; null for probes. Whether a stranger's `traceparent` wants to be recorded is not the stranger's to say. */
export function requestSpan(context: RequestContext, answered: Answered): EndedSpan | null {
  const { method, route, status, took } = answered;
  if (PROBES.test(route)) return null;
  const [, traceId = '', spanId = ''] = context.traceparent.split('-');
  const ended = performance.now();
  return {
    name: `${method} ${route}`,
    kind: 'server',
    place: { traceId, spanId, parentId: context.callerSpan ?? null },
    begun: ended - took,
    ended,
    attributes: { 'http.request.method': method, 'http.route': route, 'http.response.status_code': status },
    error: status >= 500 ? String(status) : undefined,
  };
}
