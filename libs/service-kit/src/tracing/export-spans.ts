import { randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import { SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import type { HrTime, SpanContext } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { Metrics } from '../health/metrics.js';
import type { Logger } from '../logger.js';
import type { SpanExport } from './otlp-settings.js';
import type { EndedSpan, Spans } from './span.js';

/** Spans that wait for the collector; what comes when so many do is lost. */
export const MOST_WAITING = 2_048;
/** A collector that has not taken a batch by then has lost it (ms). */
const PATIENCE = 3_000;
/** How long a process that ends waits for the collector (ms). */
const LONGEST_END = 2_000;
/** Between what the two clocks say before the wall's is asked again (ms). */
const CLOCKS_APART = 100;

export interface ExportParts {
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** How long spans are gathered for one batch (ms). */
  readonly gather?: number;
}

const KINDS = {
  server: SpanKind.SERVER,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  client: SpanKind.CLIENT,
} as const;

/**
 * Tells a collector of OpenTelemetry over OTLP/HTTP. Loaded only where one is configured. Nothing waits for it: a collector that is away, slow or
 * refuses loses spans, which is counted (`lachan_spans_total`) and said once until it is well again.
 */
export function exportSpans({ url, headers, service }: SpanExport, parts: ExportParts): Spans {
  const agent = new (url.startsWith('https:') ? TlsAgent : Agent)({ keepAlive: true });
  const exporter = new OTLPTraceExporter({
    url,
    headers: { ...headers },
    timeoutMillis: PATIENCE,
    httpAgentOptions: () => agent,
  });
  const tally = new Tally(exporter, parts);
  const processor = new BatchSpanProcessor({
    exporter: tally,
    maxQueueSize: MOST_WAITING,
    scheduledDelayMillis: parts.gather ?? 2_000,
    exportTimeoutMillis: PATIENCE + 1_000,
  });
  const resource = resourceFromAttributes({ 'service.name': service, 'service.instance.id': randomUUID() });
  const wall = wallClock();
  let closing: Promise<void> | undefined;
  return {
    ended(span) {
      if (tally.room()) processor.onEnd(readable(span, resource, wall));
    },
    close: () =>
      (closing ??= within(LONGEST_END, processor.shutdown()).then(() => {
        // What the collector still holds up ends here, also a second try.
        Object.assign(agent, { createConnection: refuse });
        agent.destroy();
      })),
  };
}

/** Stands before the exporter: counts what waits, went and was lost, and tells of a collector that does not take spans. */
class Tally implements SpanExporter {
  readonly #total: ReturnType<Metrics['counter']>;
  #waiting = 0;
  #losing = false;

  constructor(
    private readonly exporter: SpanExporter,
    private readonly parts: ExportParts,
  ) {
    this.#total = parts.metrics.counter('lachan_spans_total', 'Spans that the collector took, and that were lost', [
      'outcome',
    ]);
    for (const outcome of ['exported', 'lost']) this.#total.inc({ outcome }, 0);
  }

  /** Whether one more may wait; otherwise it is lost. */
  room(): boolean {
    if (this.#waiting < MOST_WAITING) {
      this.#waiting += 1;
      return true;
    }
    this.#lost(1, 'more spans than it takes');
    return false;
  }

  export(spans: ReadableSpan[], done: Parameters<SpanExporter['export']>[1]): void {
    this.#waiting -= spans.length;
    this.exporter.export(spans, (result) => {
      if (result.error === undefined) this.#went(spans.length);
      else this.#lost(spans.length, reasonOf(result.error));
      done(result);
    });
  }

  shutdown(): Promise<void> {
    return this.exporter.shutdown();
  }

  #went(count: number): void {
    this.#total.inc({ outcome: 'exported' }, count);
    if (this.#losing) this.parts.logger.info({}, 'the collector takes spans again');
    this.#losing = false;
  }

  #lost(count: number, reason: string): void {
    this.#total.inc({ outcome: 'lost' }, count);
    if (this.#losing) return;
    this.#losing = true;
    this.parts.logger.warn(
      { reason },
      'the collector does not take spans: they are lost until it does, nothing else is',
    );
  }
}

/** An HTTP status or the system's name of a failure; never an address or a header. */
function reasonOf(error: Error | undefined): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' || typeof code === 'number' ? String(code) : 'it did not answer in time';
}

function readable(span: EndedSpan, resource: ReadableSpan['resource'], wall: (at: number) => number): ReadableSpan {
  const { traceId, spanId, parentId } = span.place;
  const context = (id: string): SpanContext => ({ traceId, spanId: id, traceFlags: TraceFlags.SAMPLED });
  const own = context(spanId);
  return {
    name: span.name,
    kind: KINDS[span.kind],
    spanContext: () => own,
    ...(parentId === null ? {} : { parentSpanContext: context(parentId) }),
    startTime: hrTime(wall(span.begun)),
    endTime: hrTime(wall(span.ended)),
    duration: hrTime(span.ended - span.begun),
    status: { code: span.error === undefined ? SpanStatusCode.UNSET : SpanStatusCode.ERROR },
    attributes: { ...span.attributes, ...(span.error === undefined ? {} : { 'error.type': span.error }) },
    links: [],
    events: [],
    ended: true,
    resource,
    instrumentationScope: { name: 'lachan' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

/** Milliseconds as seconds and nanoseconds. */
const hrTime = (ms: number): HrTime => [Math.floor(ms / 1_000), Math.round((ms % 1_000) * 1_000_000)];

/** `performance.now()` as the time of day; follows a clock that is put right. */
function wallClock(): (at: number) => number {
  let apart = performance.timeOrigin;
  return (at) => {
    const now = Date.now() - performance.now();
    if (Math.abs(now - apart) > CLOCKS_APART) apart = now;
    return at + apart;
  };
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([work.catch(() => undefined), late]);
  clearTimeout(timer);
}

const refuse = (): never => {
  throw new Error('the process ends');
};
