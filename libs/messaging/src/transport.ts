import type { RecordedEvent } from '#libs/event-store';

/** One stream of events with a checkpoint of its own. */
export interface Subscription {
  /** `<service>.<what>`: the name of its checkpoint. */
  readonly name: string;
  readonly types: ReadonlySet<string>;
  readonly delivery: Delivery;
  /** It only shows what happened: while the process is busy it may rest, unless somebody waits for it. */
  readonly mayRest?: boolean;
  /** Somebody outside waits for what it does: the process's other subscriptions let it pass (`Precedence`). */
  readonly goesFirst?: boolean;
  /**
   * Delivers to one of `count` lanes, each with a checkpoint of its own: for a transport that spreads a subscription over processes. Absent
   * where events are in an order of their own (`orderBy`) across ordering keys: those are delivered to as a whole.
   */
  readonly lanes?: (lane: number, count: number) => Delivery;
}

/** Consecutive events of a subscription: all of its types with `from` < position ≤ `upTo`, in order. */
export interface Batch {
  /** The checkpoint the batch starts from; it moves only from exactly here. */
  readonly from: number;
  readonly upTo: number;
  readonly events: readonly RecordedEvent[];
}

/** Handles what a transport carries. Its effects, failures and checkpoint are in PostgreSQL, whatever the transport. */
export interface Delivery {
  /** The checkpoint, after the failures were read; makes the subscription's row at the first call. */
  resume(): Promise<number>;
  /**
   * Handles a batch and moves the checkpoint to `upTo`. An event whose handler throws is kept as a failure and holds back its own key only.
   * Rejects when the batch must come again from the same place: nothing is lost, effects that were committed are recognised.
   */
  deliver(batch: Batch): Promise<void>;
  /** Moves the checkpoint over positions that hold nothing for this subscription. */
  skip(from: number, upTo: number): Promise<void>;
  /** Tries again what is due. */
  retryDue(): Promise<void>;
  /** When `retryDue` has something to do next (epoch ms); null while nothing failed. */
  readonly nextRetry: number | null;
  /** The oldest event that waits for a retry; null when none does. */
  readonly waitingFrom: number | null;
}

/**
 * How committed events reach the subscriptions of one service. PostgreSQL's transport reads the log. Kafka's consumes one topic per stream
 * category, keyed by `orderingKey`, with a checkpoint per subscription and lane, and commits an offset after `deliver` resolved;
 * a client library of Kafka is imported in its folder only. Neither adds or weakens a guarantee: those are `Delivery`'s.
 */
export interface EventTransport {
  readonly kind: 'postgres' | 'kafka';
  /** Starts carrying; returns at once. A subscription that another process runs is taken over when that process ends. */
  start(subscriptions: readonly Subscription[]): void;
  /** Finishes the batches in hand and takes no more. */
  close(): Promise<void>;
  /** Null while all is well, otherwise a sentence for operators (readiness). */
  problem(): string | null;
}
