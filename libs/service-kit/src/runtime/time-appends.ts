import { StoreError } from '#libs/event-store';
import type { AppendResult, EventStore, ServiceName } from '#libs/event-store';
import type { Metrics } from '../health/metrics.js';
import { currentRequest } from '../http/request-context.js';
import { appendSpans } from '../tracing/append-spans.js';
import type { Spans } from '../tracing/span.js';

/** How an append ended: `done`, or the machine name of what was answered instead. A closed list, as labels have to be. */
const outcomeOf = (error: unknown): string => (error instanceof StoreError ? error.code : 'failed');

/** Times every append of a store from the call to the commit, waiting in the batch included; tells of it as spans where those are wanted. */
export function timeAppends(store: EventStore, service: ServiceName, metrics: Metrics, spans?: Spans): void {
  const seconds = metrics.histogram('lachan_append_seconds', 'From the call of an append to its commit', [
    'service',
    'outcome',
  ]);
  const append = store.append.bind(store);
  store.append = async (request) => {
    const begun = performance.now();
    let outcome = 'done';
    let result: AppendResult | null = null;
    try {
      return (result = await append(request));
    } catch (error) {
      outcome = outcomeOf(error);
      throw error;
    } finally {
      seconds.observe({ service, outcome }, (performance.now() - begun) / 1_000);
      if (spans) {
        const ended = { service, begun, outcome, result, cause: currentRequest() };
        for (const span of appendSpans(request, ended)) spans.ended(span);
      }
    }
  };
}
