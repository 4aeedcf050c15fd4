import type pg from 'pg';
import type { EventStore, RecordedEvent } from '#libs/event-store';
import { isUnavailable } from '#libs/service-kit';
import type { Clock } from '#libs/service-kit';
import type { Batch, Delivery } from '../transport.js';
import type { Backoff } from './backoff.js';
import { CheckpointMoved, advanceCheckpoint, readCheckpoint } from './checkpoint.js';
import { lanesOf } from './effect.js';
import type { Effect, Keyed } from './effect.js';
import { FailureTable } from './failures.js';
import type { Failure } from './failures.js';
import { enterInbox, pruneInbox } from './inbox.js';
import type { Workers } from './workers.js';

export interface DeliveryOptions {
  readonly subscription: string;
  readonly workers: Workers;
  readonly store: Pick<EventStore, 'readAll'>;
  readonly clock: Clock;
  readonly orderBy: (event: RecordedEvent) => string;
  readonly effect: Effect;
  /** How many transactions a batch may be spread over. 1: the whole batch and its checkpoint are one transaction. */
  readonly lanes: number;
  readonly backoff: Backoff;
  /** Failed attempts after which an event is parked. */
  readonly attempts: number;
  /** How often parked events are looked at for an operator's command to retry them (ms). */
  readonly recheck: number;
}

/** How many times more tries an event has whose handler found a database or a store away. */
const PATIENCE = 4;

/**
 * Delivers to one subscription: in order per key, keys at the same time, effects once.
 *
 * A batch is first tried as a whole: with one lane in the transaction that moves the checkpoint, with several in a transaction each, noted
 * in the inbox. Lanes that fail are done again event by event, in the transaction that moves the checkpoint, and the events that fail
 * there are kept as failures, later events of their keys behind them. A database that is away is nobody's failure: then the batch comes again.
 */
export class PostgresDelivery implements Delivery {
  readonly #table: FailureTable;
  readonly #failing = new Map<string, Failure>();
  /** The event that was in hand when the connection was lost last, and how. */
  #suspect: { eventId: string; error: unknown } | null = null;
  #looked = 0;

  constructor(private readonly o: DeliveryOptions) {
    this.#table = new FailureTable(o.subscription);
  }

  get waitingFrom(): number | null {
    const waiting = [...this.#failing.values()].filter((failure) => failure.retryAt !== null);
    return waiting.length === 0 ? null : Math.min(...waiting.map((failure) => failure.position));
  }

  async resume(): Promise<number> {
    const position = await readCheckpoint(this.o.workers, this.o.subscription);
    await this.#reload();
    return position;
  }

  async skip(from: number, upTo: number): Promise<void> {
    await this.o.workers.transaction(async (tx) => {
      // A checkpoint over nothing may be lost in a crash: it is found again by reading on.
      await tx.query('set local synchronous_commit = off');
      await advanceCheckpoint(tx, this.o.subscription, from, upTo);
    });
  }

  async deliver(batch: Batch): Promise<void> {
    const keyed = batch.events.map((event) => ({ key: this.#keyOf(event), event }));
    const held = keyed.filter(({ key }) => this.#failing.has(key));
    const free = keyed.filter(({ key }) => !this.#failing.has(key));
    const lanes = lanesOf(free, this.o.lanes);
    if (lanes.length <= 1) {
      if (await this.#whole(batch, lanes[0] ?? [], held)) return;
      await this.#oneByOne(batch, free, held);
      return;
    }
    const failed = await this.#spread(lanes);
    await this.#oneByOne(batch, failed, held);
  }

  /** An event whose key cannot be told is kept behind its own stream's failure; it must not stop the others. */
  #keyOf(event: RecordedEvent): string {
    try {
      return this.o.orderBy(event);
    } catch {
      return event.orderingKey;
    }
  }

  /** All in the checkpoint's transaction; false when an event failed and nothing was done. */
  async #whole(batch: Batch, free: readonly Keyed[], held: readonly Keyed[]): Promise<boolean> {
    try {
      await this.o.workers.transaction(async (tx) => {
        await advanceCheckpoint(tx, this.o.subscription, batch.from, batch.upTo);
        await this.#table.defer(tx, held);
        const fresh = this.o.lanes === 1 ? free.map(({ event }) => event) : await this.#notNoted(tx, batch, free);
        if (fresh.length > 0) await this.o.effect(tx, fresh, 1);
      });
      return true;
    } catch (error) {
      if (error instanceof CheckpointMoved) throw error;
      return false;
    }
  }

  /** Several lanes may have committed before a crash: what they noted is not done again, and no longer needs a note. */
  async #notNoted(tx: pg.PoolClient, batch: Batch, free: readonly Keyed[]): Promise<RecordedEvent[]> {
    const fresh = free.length === 0 ? [] : await enterInbox(tx, this.o.subscription, free.map(({ event }) => event)); // prettier-ignore
    await pruneInbox(tx, this.o.subscription, batch.upTo);
    return fresh;
  }

  /** Each lane in its own transaction, at the same time. Resolves with the events of the lanes that failed. */
  async #spread(lanes: readonly Keyed[][]): Promise<Keyed[]> {
    const outcomes = await Promise.all(
      lanes.map(async (lane) => {
        try {
          await this.o.workers.transaction(async (tx) => {
            const fresh = await enterInbox(tx, this.o.subscription, lane.map(({ event }) => event)); // prettier-ignore
            if (fresh.length > 0) await this.o.effect(tx, fresh, 1);
          });
          return [];
        } catch {
          return lane;
        }
      }),
    );
    return outcomes.flat().sort((a, b) => a.event.position - b.event.position);
  }

  /** What is left, event by event between savepoints, with the checkpoint, the failures and what waits behind them. */
  async #oneByOne(batch: Batch, events: readonly Keyed[], held: readonly Keyed[]): Promise<void> {
    const failed = new Map<string, Failure>();
    await this.o.workers.transaction(async (tx) => {
      await advanceCheckpoint(tx, this.o.subscription, batch.from, batch.upTo);
      const waiting = [...held];
      const fresh = this.o.lanes === 1 ? null : new Set(events.length === 0 ? [] : await enterInbox(tx, this.o.subscription, events.map(({ event }) => event))); // prettier-ignore
      for (const keyed of events) {
        if (failed.has(keyed.key)) waiting.push(keyed);
        else if (fresh === null || fresh.has(keyed.event)) {
          const error = await this.#between(tx, keyed.event, 1);
          if (error) failed.set(keyed.key, await this.#add(tx, keyed, error.cause));
        }
      }
      await this.#table.defer(tx, waiting);
      if (this.o.lanes > 1) await pruneInbox(tx, this.o.subscription, batch.upTo);
    });
    for (const [key, failure] of failed) this.#failing.set(key, failure);
    this.#suspect = null;
  }

  /**
   * Handles one event between savepoints. Resolves with its error, rolled back; rejects when the database is away. An event
   * that was in hand when that happened is not tried in a batch again but kept as a failure: should it be what
   * breaks the connection, it delays its own key only.
   */
  async #between(tx: pg.PoolClient, event: RecordedEvent, attempt: number): Promise<{ cause: unknown } | null> {
    if (this.#suspect?.eventId === event.id) return { cause: this.#suspect.error };
    await tx.query('savepoint event');
    try {
      await this.o.effect(tx, [event], attempt);
      await tx.query('release savepoint event');
      return null;
    } catch (error) {
      if (isUnavailable(error)) {
        this.#suspect = { eventId: event.id, error };
        throw error;
      }
      await tx.query('rollback to savepoint event');
      return { cause: error };
    }
  }

  async #add(tx: pg.PoolClient, { key, event }: Keyed, error: unknown): Promise<Failure> {
    const now = this.o.clock.now();
    return this.#table.add(tx, key, event, error, now, this.#nextTry(now, 1, error));
  }

  async retryDue(): Promise<void> {
    const now = this.o.clock.now().getTime();
    if (this.#parked && now - this.#looked >= this.o.recheck) await this.#reload();
    const due = [...this.#failing.values()].filter((failure) => failure.retryAt !== null && failure.retryAt <= now);
    for (let at = 0; at < due.length; at += this.o.lanes) {
      const tries = await Promise.allSettled(due.slice(at, at + this.o.lanes).map((failure) => this.#drain(failure)));
      const broken = tries.find((outcome) => outcome.status === 'rejected');
      if (broken) throw broken.reason;
    }
  }

  get nextRetry(): number | null {
    const times = [...this.#failing.values()].flatMap((failure) => (failure.retryAt === null ? [] : [failure.retryAt]));
    if (this.#parked) times.push(this.#looked + this.o.recheck);
    return times.length === 0 ? null : Math.min(...times);
  }

  get #parked(): boolean {
    return [...this.#failing.values()].some((failure) => failure.retryAt === null);
  }

  /** Handles a failing key's events in order until none is left or one fails again. */
  async #drain(first: Failure): Promise<void> {
    let failure: Failure | null = first;
    while (failure !== null && failure.retryAt !== null && failure.retryAt <= this.o.clock.now().getTime()) {
      failure = await this.#retry(failure);
    }
    if (failure === null) this.#failing.delete(first.key);
    else this.#failing.set(first.key, failure);
  }

  async #retry(failure: Failure): Promise<Failure | null> {
    try {
      return await this.o.workers.transaction(async (tx) => {
        // One lane means that a rebuild may be waiting for this row; it and a retry must not meet.
        if (this.o.lanes === 1) await lockCheckpoint(tx, this.o.subscription);
        if (!(await this.#table.lock(tx, failure))) return await this.#reread(tx, failure);
        await this.o.effect(tx, [await this.#at(failure.position)], failure.attempts + 1);
        return await this.#table.advance(tx, failure, this.o.clock.now(), (position) => this.#at(position));
      });
    } catch (error) {
      // On another connection: should the database be away, this rejects too and the attempt does not count.
      return await this.o.workers.transaction(async (tx) => {
        const now = this.o.clock.now();
        const next = this.#nextTry(now, failure.attempts + 1, error);
        return (await this.#table.again(tx, failure, error, now, next)) ?? (await this.#reread(tx, failure));
      });
    }
  }

  async #reread(tx: pg.PoolClient, failure: Failure): Promise<Failure | null> {
    return (await this.#table.all(tx)).find(({ key }) => key === failure.key) ?? null;
  }

  async #at(position: number): Promise<RecordedEvent> {
    const [event] = await this.o.store.readAll({ after: position - 1, limit: 1 });
    if (event?.position !== position)
      throw new Error(`wanted the event at position ${String(position)}, the log does not show it`);
    return event;
  }

  /** Null: park it. What failed because something was away is given longer, so that an outage does not park the day's work. */
  #nextTry(now: Date, attempts: number, error: unknown): Date | null {
    const most = this.o.attempts * (isUnavailable(error) ? PATIENCE : 1);
    return attempts >= most ? null : new Date(now.getTime() + this.o.backoff(attempts));
  }

  async #reload(): Promise<void> {
    const failures = await this.#table.all(this.o.workers);
    this.#looked = this.o.clock.now().getTime();
    this.#failing.clear();
    for (const failure of failures) this.#failing.set(failure.key, failure);
  }
}

async function lockCheckpoint(tx: pg.PoolClient, subscription: string): Promise<void> {
  await tx.query('select 1 from messaging.checkpoint where subscription = $1 for update', [subscription]);
}
