import { setTimeout as pause } from 'node:timers/promises';
import type { Clock, Logger, Precedence, Progress } from '#libs/service-kit';
import { OUTAGE_BACKOFF } from '../delivery/backoff.js';
import { CheckpointMoved } from '../delivery/checkpoint.js';
import { isOlderProgram } from '../delivery/older-program.js';
import type { Subscription } from '../transport.js';
import type { Leases } from './leases.js';
import { Signal } from './signal.js';
import type { Tail } from './tail.js';

/** A checkpoint that moved over nothing is written at most this often (ms): other processes wait on it for `after=`. */
const SKIP_INTERVAL = 100;

/** The longest one turn waits for what goes first (ms). */
const GIVE_WAY = 250;
/** Who is so many positions behind is catching up, which nobody waits for on a connection: others need not let it pass. */
const CATCHING_UP = 2_048;

/** Most events of a batch, where nobody says otherwise, and fewest. */
export const BATCH = 512;
const FEWEST = 16;
/**
 * A batch that took longer than this (ms) is followed by one half as long, a full one that took less than half of it by one twice as long: what a
 * process has in hand when it dies is done again, and one that often dies must still come forward.
 */
const LONG = 1_000;

export interface RunnerOptions {
  readonly subscription: Subscription;
  readonly leases: Pick<Leases, 'held'> & Partial<Pick<Leases, 'yield'>>;
  readonly tail: Pick<Tail, 'read' | 'look' | 'head'>;
  readonly progress: Pick<Progress, 'set' | 'delete'> & Partial<Pick<Progress, 'onWanted'>>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Most events of a batch. */
  readonly batch: number;
  /** Who goes first in this process: this subscription, or others that it lets pass. */
  readonly precedence?: Precedence;
  /** How long (ms) to rest after a batch that took so long. */
  readonly rest?: (took: number) => number;
}

/** The loop of one subscription: while this process holds its lease, reads on, delivers, retries what is due, and waits to be woken. */
export class Runner {
  readonly #signal = new Signal();
  readonly #name: string;
  #closing = false;
  #running: Promise<void> | undefined;
  /** The checkpoint as written, and as far as this process has looked; undefined while another process runs it. */
  #written: number | undefined;
  #seen = 0;
  #skippedAt = 0;
  #outages = 0;
  #older: string | undefined;
  /** Most events of the next batch: few at first, while nothing is known of what they cost. */
  #most: number;
  /** What the last batch cost in rest, milliseconds. */
  #rest = 0;
  #resting: AbortController | undefined;
  /** Ends the precedence that this subscription has taken. */
  #passed: (() => void) | undefined;

  constructor(private readonly o: RunnerOptions) {
    this.#name = o.subscription.name;
    this.#most = Math.min(FEWEST * 4, o.batch);
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** There may be something new, or the lease changed. */
  wake(): void {
    this.#goFirst();
    this.#signal.raise();
  }

  /** Why this process cannot go on with it while a newer one can; undefined while it can. */
  get older(): string | undefined {
    return this.#older;
  }

  /** The number of times in a row that the database did not answer. */
  get outages(): number {
    return this.#outages;
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.#resting?.abort();
    this.#signal.raise();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#closing) {
      try {
        await this.#giveWay();
        this.#goFirst();
        const wait = await this.#step();
        if (this.#written !== undefined) this.#older = undefined;
        this.#outages = 0;
        await this.#takeRest();
        if (wait !== 0) this.#letPass();
        if (wait !== 0) await this.#signal.wait(wait);
      } catch (error) {
        this.#letPass();
        if (error instanceof CheckpointMoved) {
          this.#leave();
          continue;
        }
        this.#outages += 1;
        if (isOlderProgram(error)) {
          await this.#stepBack(error);
          continue;
        }
        this.o.logger.warn(
          { err: error, subscription: this.#name, outages: this.#outages },
          'a subscription could not go on',
        );
        await this.#signal.wait(OUTAGE_BACKOFF(this.#outages));
      }
    }
    this.#letPass();
    await this.#writeSkipped(0).catch(() => undefined);
    this.#leave();
  }

  /** A newer program was here: it, or this one's successor, goes on from where this one stands. */
  async #stepBack(error: Error): Promise<void> {
    if (this.#older !== error.message) {
      this.o.logger.warn({ err: error, subscription: this.#name }, 'a newer program is to go on with a subscription');
    }
    this.#older = error.message;
    this.#leave();
    await this.o.leases.yield?.(this.#name).catch(() => undefined);
    await this.#signal.wait(OUTAGE_BACKOFF(this.#outages));
  }

  /** What somebody outside waits for is taken in hand from the moment it may be there, before others have looked. */
  #goFirst(): void {
    if (!this.o.subscription.goesFirst || this.#closing) return;
    if (this.o.tail.head - this.#seen > CATCHING_UP) this.#letPass();
    else this.#passed ??= this.o.precedence?.take();
  }

  #letPass(): void {
    this.#passed?.();
    this.#passed = undefined;
  }

  async #giveWay(): Promise<void> {
    const { precedence, subscription } = this.o;
    if (subscription.goesFirst || !precedence?.taken) return;
    await this.#untilWanted((signal) => precedence.passed(GIVE_WAY, signal));
  }

  async #takeRest(): Promise<void> {
    const rest = this.#rest;
    this.#rest = 0;
    if (rest === 0 || this.o.subscription.goesFirst) return;
    await this.#untilWanted((signal) => pause(rest, undefined, { signal }).catch(() => undefined));
  }

  /** Ended early by the close of the runner, or when somebody waits for it; what comes meanwhile makes the next batch longer. */
  async #untilWanted(idle: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.#closing) return;
    const resting = new AbortController();
    this.#resting = resting;
    const off = this.o.progress.onWanted?.(this.#name, () => {
      resting.abort();
    });
    await idle(resting.signal);
    off?.();
  }

  /** One turn. Resolves with how long nothing will be to do (ms), null for until woken. */
  async #step(): Promise<number | null> {
    if (!this.o.leases.held(this.#name)) {
      this.#leave();
      return null;
    }
    if (this.#written === undefined) await this.#enter();
    await this.o.subscription.delivery.retryDue();
    const moved = await this.#advance();
    this.#tell();
    if (moved) return 0;
    await this.#writeSkipped(SKIP_INTERVAL);
    const retryAt = this.o.subscription.delivery.nextRetry;
    const waits = [
      ...(retryAt === null ? [] : [Math.max(0, retryAt - this.o.clock.now().getTime())]),
      ...(this.#seen > (this.#written ?? 0) ? [SKIP_INTERVAL] : []),
    ];
    return waits.length === 0 ? null : Math.max(1, Math.min(...waits));
  }

  /** Delivers the next page; true when there may be more. */
  async #advance(): Promise<boolean> {
    const { events, upTo } = await this.o.tail.read(this.#seen, this.o.subscription.types, this.#most);
    if (events.length > 0) {
      const from = performance.now();
      await this.o.subscription.delivery.deliver({ from: this.#written ?? 0, upTo, events });
      this.#written = upTo;
      const took = performance.now() - from;
      this.#rest = this.o.rest?.(took) ?? 0;
      this.#measure(events.length, took);
    }
    const moved = upTo > this.#seen;
    this.#seen = upTo;
    return moved && upTo < this.o.tail.head;
  }

  #measure(events: number, took: number): void {
    if (took > LONG) this.#most = Math.max(Math.min(FEWEST, this.o.batch), Math.floor(this.#most / 2));
    else if (took < LONG / 2 && events >= this.#most) this.#most = Math.min(this.o.batch, this.#most * 2);
  }

  async #writeSkipped(interval: number): Promise<void> {
    const now = this.o.clock.now().getTime();
    if (this.#written === undefined || this.#seen <= this.#written || now - this.#skippedAt < interval) return;
    await this.o.subscription.delivery.skip(this.#written, this.#seen);
    this.#written = this.#seen;
    this.#skippedAt = now;
  }

  async #enter(): Promise<void> {
    this.#written = await this.o.subscription.delivery.resume();
    this.#seen = this.#written;
    await this.o.tail.look();
    this.#tell();
  }

  #leave(): void {
    this.#written = undefined;
    this.o.progress.delete(this.#name);
  }

  #tell(): void {
    this.o.progress.set(this.#name, { position: this.#seen, waitingFrom: this.o.subscription.delivery.waitingFrom });
  }
}
