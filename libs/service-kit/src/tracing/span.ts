import { randomBytesPooled } from '#libs/event-store';

/** Where a piece of work stands in its trace: ids of W3C Trace Context, in hexadecimal digits. */
export interface SpanPlace {
  readonly traceId: string;
  readonly spanId: string;
  /** Null at the root of a trace. */
  readonly parentId: string | null;
}

/**
 * A piece of work that is over, as it is told outside. Name and attributes are from closed lists, registers and numbers: never a target,
 * a path, a query, a key, an error's message, or anything that a person wrote.
 */
export interface EndedSpan {
  readonly name: string;
  readonly kind: 'server' | 'producer' | 'consumer' | 'client';
  readonly place: SpanPlace;
  /** By `performance.now()`. */
  readonly begun: number;
  readonly ended: number;
  readonly attributes: Readonly<Record<string, string | number>>;
  /** The machine name of what went wrong. */
  readonly error?: string | undefined;
}

/** Who is told of work that is over. Absent where nothing is configured: then nobody makes spans. */
export interface Spans {
  /** Never throws and never waits. */
  ended(span: EndedSpan): void;
  /** Hands over what is held, within a bound. May be called again. */
  close(): Promise<void>;
}

const TRACE_ID = /^(?!0+$)[0-9a-f]{32}$/;

/** Whether a `correlationId` can be a trace id: those that requests gave are, others need not be. */
export const isTraceId = (id: string): boolean => TRACE_ID.test(id);

export const newTraceId = (): string => randomBytesPooled(16).toString('hex');

export const newSpanId = (): string => randomBytesPooled(8).toString('hex');

/**
 * The span that an event is to those who handle it, the same in every process and over every transport: the second half of its id (a
 * UUID), which begins with the variant's bits and so is never all zeros.
 */
export const spanIdOfEvent = (eventId: string): string => eventId.replaceAll('-', '').slice(-16);
