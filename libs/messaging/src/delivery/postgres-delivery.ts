import type pg from 'pg';
import type { RecordedEvent } from '#libs/event-store';
import { isUnavailable } from '#libs/service-kit';
import type { Batch, Delivery } from '../transport.js';
import { CheckpointMoved, advancing, demandOne, holding, readCheckpoint } from './checkpoint.js';
import type { DeliveryOptions } from './delivery-options.js';
import { lanesOf } from './effect.js';
import type { Keyed } from './effect.js';
import { FailingKeys } from './failing-keys.js';
import type { Failure } from './failures.js';
import { isOlderProgram } from './older-program.js';
import { enterInbox, pruneInbox } from './inbox.js';

/**
 * Delivers to one subscription: in order per key, keys at the same time, effects once.
 *
 * A batch is first tried as a whole: with one lane in the transaction that moves the checkpoint, with several in a transaction each, noted
 * in the inbox. Lanes that fail are done again event by event, in the transaction that moves the checkpoint, and the events that fail
 * there are kept as failures, later events of their keys behind them. A database that is away is nobody's failure: then the batch comes again.
 */
export class PostgresDelivery implements Delivery {
  readonly #failing: FailingKeys;
  /** The event that was in hand when the connection was lost last, and how. */
  #suspect: { eventId: string; error: unknown } | null = null;

  constructor(private readonly o: DeliveryOptions) {
    this.#failing = new FailingKeys(o);
  }

  get waitingFrom(): number | null {
    return this.#failing.waitingFrom;
  }

  get nextRetry(): number | null {
    return this.#failing.nextRetry;
  }

  retryDue(): Promise<void> {
    return this.#failing.retryDue();
  }

  async resume(): Promise<number> {
    const position = await readCheckpoint(this.o.workers, this.o.subscription, this.o.definition);
    await this.#failing.reload();
    return position;
  }

  async skip(from: number, upTo: number): Promise<void> {
    const { subscription, definition = '' } = this.o;
    await this.o.skips.to({ subscription, from, upTo, definition });
  }

  /** Effects and the checkpoint's move in one transaction. */
  #moving(batch: Batch, work: (tx: pg.PoolClient) => Promise<void>): Promise<void> {
    const { subscription, workers, opening = [] } = this.o;
    return workers.transaction(
      (tx, touched) => {
        demandOne(touched, subscription, batch.from);
        return work(tx);
      },
      [...opening, advancing(subscription, batch.from, batch.upTo)],
    );
  }

  async deliver(batch: Batch): Promise<void> {
    const keyed = batch.events.map((event) => ({ key: this.o.keyOf(event), event }));
    const held = keyed.filter(({ key }) => this.#failing.has(key));
    const free = keyed.filter(({ key }) => !this.#failing.has(key));
    const lanes = lanesOf(free, this.o.lanes);
    if (lanes.length <= 1) {
      if (await this.#whole(batch, lanes[0] ?? [], held)) return;
      await this.#oneByOne(batch, free, held);
      return;
    }
    const failed = await this.#spread(batch, lanes);
    await this.#oneByOne(batch, failed, held);
  }

  /** All in the checkpoint's transaction; false when an event failed and nothing was done. */
  async #whole(batch: Batch, free: readonly Keyed[], held: readonly Keyed[]): Promise<boolean> {
    try {
      await this.#moving(batch, async (tx) => {
        await this.#failing.defer(tx, held);
        const fresh = await this.#notNoted(tx, batch, free);
        if (fresh.length > 0) await this.o.effect(tx, fresh, 1);
      });
      return true;
    } catch (error) {
      if (error instanceof CheckpointMoved || isOlderProgram(error)) throw error;
      return false;
    }
  }

  /** Several lanes may have committed before a crash: what they noted is not done again, and needs no note any more. */
  async #notNoted(tx: pg.PoolClient, batch: Batch, free: readonly Keyed[]): Promise<RecordedEvent[]> {
    const events = free.map(({ event }) => event);
    if (this.o.lanes === 1) return events;
    const fresh = events.length === 0 ? [] : await enterInbox(tx, this.o.subscription, events);
    await pruneInbox(tx, this.o.subscription, batch.upTo);
    return fresh;
  }

  /** Each lane in its own transaction, at the same time. Resolves with the events of the lanes that failed. */
  async #spread(batch: Batch, lanes: readonly Keyed[][]): Promise<Keyed[]> {
    const outcomes = await Promise.all(
      lanes.map(async (lane) => {
        try {
          await this.o.workers.transaction(
            async (tx, touched) => {
              demandOne(touched, this.o.subscription, batch.from);
              const fresh = await enterInbox(tx, this.o.subscription, lane.map(({ event }) => event)); // prettier-ignore
              if (fresh.length > 0) await this.o.effect(tx, fresh, 1);
            },
            [...(this.o.opening ?? []), holding(this.o.subscription, batch.from)],
          );
          return [];
        } catch {
          // Also when another runner has moved the checkpoint: moving it from here will say so.
          return lane;
        }
      }),
    );
    return outcomes.flat().sort((a, b) => a.event.position - b.event.position);
  }

  /** What is left, event by event between savepoints, with the checkpoint, the failures and what waits behind them. */
  async #oneByOne(batch: Batch, events: readonly Keyed[], held: readonly Keyed[]): Promise<void> {
    const failed = new Map<string, Failure>();
    await this.#moving(batch, async (tx) => {
      const waiting = [...held];
      const fresh = new Set(await this.#notNoted(tx, batch, events));
      for (const keyed of events) {
        if (failed.has(keyed.key)) waiting.push(keyed);
        else if (fresh.has(keyed.event)) {
          const error = await this.#between(tx, keyed.event, 1);
          if (error) failed.set(keyed.key, await this.#failing.add(tx, keyed, error.cause));
        }
      }
      await this.#failing.defer(tx, waiting);
    });
    this.#failing.keep(failed.values());
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
      if (isOlderProgram(error)) throw error;
      if (isUnavailable(error)) {
        this.#suspect = { eventId: event.id, error };
        throw error;
      }
      await tx.query('rollback to savepoint event');
      return { cause: error };
    }
  }
}
