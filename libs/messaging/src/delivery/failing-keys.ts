import type pg from 'pg';
import type { RecordedEvent } from '#libs/event-store';
import { isUnavailable } from '#libs/service-kit';
import { lockCheckpoint } from './checkpoint.js';
import type { DeliveryOptions } from './delivery-options.js';
import type { Keyed } from './effect.js';
import { isOlderProgram } from './older-program.js';
import { FailureTable } from './failures.js';
import type { Failure } from './failures.js';

/** How many times more tries an event has whose handler found a database or a store away. */
const PATIENCE = 4;

/**
 * The keys of a subscription whose oldest unhandled event failed: keeps them, tries them again when they are due, and drains in order what
 * waited behind them.
 */
export class FailingKeys {
  readonly #table: FailureTable;
  readonly #failing = new Map<string, Failure>();
  #looked = 0;

  constructor(private readonly o: DeliveryOptions) {
    this.#table = new FailureTable(o.subscription);
  }

  /** Whether events of this key have to wait. */
  has(key: string): boolean {
    return this.#failing.has(key);
  }

  /** The oldest event that waits for a retry; null when none does. Parked ones wait for a person. */
  get waitingFrom(): number | null {
    const waiting = [...this.#failing.values()].filter((failure) => failure.retryAt !== null);
    return waiting.length === 0 ? null : Math.min(...waiting.map((failure) => failure.position));
  }

  /** Notes the first failure of a key, in the transaction that moves the checkpoint past it; `keep` it once that is committed. */
  async add(tx: pg.PoolClient, { key, event }: Keyed, error: unknown): Promise<Failure> {
    const now = this.o.clock.now();
    return this.#table.add(tx, key, event, error, now, this.#nextTry(now, 1, error));
  }

  /** Holds back the keys of failures that are committed. */
  keep(failures: Iterable<Failure>): void {
    for (const failure of failures) this.#failing.set(failure.key, failure);
  }

  /** Puts later events of failing keys behind them. */
  defer(tx: pg.PoolClient, waiting: readonly Keyed[]): Promise<void> {
    return this.#table.defer(tx, waiting);
  }

  /** Tries again what is due, as many keys at the same time as there are lanes. */
  async retryDue(): Promise<void> {
    const now = this.o.clock.now().getTime();
    if (this.#parked && now - this.#looked >= this.o.recheck) await this.reload();
    const due = [...this.#failing.values()].filter((failure) => failure.retryAt !== null && failure.retryAt <= now);
    for (let at = 0; at < due.length; at += this.o.lanes) {
      const tries = await Promise.allSettled(due.slice(at, at + this.o.lanes).map((failure) => this.#drain(failure)));
      const broken = tries.find((outcome) => outcome.status === 'rejected');
      if (broken) throw broken.reason;
    }
  }

  /** When `retryDue` has something to do next (epoch ms); null while nothing failed. */
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
        if (this.o.lanes === 1) await lockCheckpoint(tx, this.o.subscription, this.o.definition);
        if (!(await this.#table.lock(tx, failure))) return await this.#reread(tx, failure);
        await this.o.effect(tx, [await this.#at(failure.position)], failure.attempts + 1);
        return await this.#table.advance(tx, failure, this.o.clock.now(), (position) => this.#at(position));
      }, this.o.opening);
    } catch (error) {
      if (isOlderProgram(error)) throw error;
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

  /** Reads the failures from their table: at the start, and when somebody may have changed them. */
  async reload(): Promise<void> {
    const failures = await this.#table.all(this.o.workers);
    this.#looked = this.o.clock.now().getTime();
    this.#failing.clear();
    this.keep(failures);
  }
}
