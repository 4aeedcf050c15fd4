import { AsyncLocalStorage } from 'node:async_hooks';
import { newSpanId, newTraceId } from '../tracing/span.js';
import type { Language } from './language.js';

/** What belongs to the request or event being handled, wherever in the code that is. */
export interface RequestContext {
  readonly requestId: string;
  /** 32 hexadecimal digits (W3C Trace Context): the `correlationId` of every event this request causes. */
  readonly traceId: string;
  /** The `traceparent` to send on; empty in a handler while nobody records spans. */
  readonly traceparent: string;
  /** The caller's span (16 hexadecimal digits); null or absent when the trace begins here. */
  readonly callerSpan?: string | null;
  readonly language: Language;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** The context of the request being handled; undefined outside of one. */
export const currentRequest = (): RequestContext | undefined => storage.getStore();

/** Runs `work`, and everything it starts, in a context. */
export const withRequestContext = <T>(context: RequestContext, work: () => T): T => storage.run(context, work);

/** The trace id of the request being handled, or a new one: the `correlationId` of events (interfaces.md, `traceparent`). */
export const correlationId = (): string => storage.getStore()?.traceId ?? newTraceId();

const TRACEPARENT = /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(?:-.*)?$/;

/** Continues the caller's trace when its `traceparent` is valid, otherwise starts one. The span is always our own. */
export function continueTrace(
  traceparent: string | undefined,
): Pick<RequestContext, 'traceId' | 'traceparent'> & { readonly callerSpan: string | null } {
  const match = TRACEPARENT.exec(traceparent ?? '');
  const valid =
    match && !traceparent?.startsWith('ff') && !/^0+$/.test(match[1] ?? '0') && !/^0+$/.test(match[2] ?? '0');
  const traceId = (valid ? match[1] : undefined) ?? newTraceId();
  return {
    traceId,
    traceparent: `00-${traceId}-${newSpanId()}-${(valid ? match[3] : undefined) ?? '01'}`,
    callerSpan: (valid ? match[2] : undefined) ?? null,
  };
}
