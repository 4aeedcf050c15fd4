import type pg from 'pg';
import { SealedLog } from '#libs/event-store';
import type { EventStore } from '#libs/event-store';
import type { Logger } from '#libs/service-kit';
import { OUTAGE_BACKOFF } from '../delivery/backoff.js';
import { Signal } from '../postgres/signal.js';
import { Carrier, PAGE, RelayMoved } from './relay.js';
import type { RelayOptions } from './relay.js';
import { moveRelay, readRelay } from './relay-state.js';
import type { RelayState } from './relay-state.js';

/** How often a process that stands by asks whether the relay is free, and one without topics whether there are some (ms). */
const STANDBY = 1_000;
/** How often a relay compares the topics with what it carried (ms). */
const INSPECTION = 10_000;

/** Why there is nothing to carry to. */
export const NO_TOPICS = 'the topics were not made yet: run `lachan topics`';

export interface RelayLoopOptions extends Omit<RelayOptions, 'log'> {
  /** Connections as `lachan_relay`; ended with the loop. */
  readonly pool: pg.Pool;
  /** Wakes the relay after commits. */
  readonly store: Pick<EventStore, 'onCommit'>;
  readonly logger: Logger;
  readonly page?: number;
  readonly standby?: number;
  readonly inspection?: number;
}

/**
 * Runs the relay in one process at a time: the holder of an advisory lock, whose session ends with the process, however that ends. The log
 * itself is the outbox, so nothing is lost while nobody carries; a second relay that lost its lock without noticing is stopped by the
 * position, which moves only from exactly where it was read.
 */
export class RelayLoop {
  readonly #signal = new Signal();
  readonly #log: SealedLog;
  #carrier: Carrier | undefined;
  #session: pg.PoolClient | undefined;
  #state: RelayState | undefined;
  #head = 0;
  #inspectedAt = 0;
  #failures = 0;
  #problem: string | null = null;
  #closing = false;
  #running: Promise<void> | undefined;
  #off: (() => void) | undefined;

  constructor(private readonly o: RelayLoopOptions) {
    this.#log = new SealedLog(o.pool);
  }

  start(): void {
    this.#off = this.o.store.onCommit((position) => {
      this.#head = Math.max(this.#head, position);
      this.#signal.raise();
    });
    this.#running ??= this.#run();
  }

  /** Null while events are carried, or another process carries them. */
  problem(): string | null {
    return this.#problem;
  }

  /** Whether this process is the one that carries. */
  get active(): boolean {
    return this.#session !== undefined && this.#state !== undefined;
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.#off?.();
    this.#signal.raise();
    await this.#running;
    if (!this.o.pool.ending) await this.o.pool.end();
  }

  async #run(): Promise<void> {
    while (!this.#closing) {
      try {
        const wait = await this.#step();
        this.#failures = 0;
        await this.#signal.wait(wait);
      } catch (error) {
        await this.#drop();
        this.#failures += 1;
        this.o.logger.warn({ err: error, failures: this.#failures }, 'events could not be carried to Kafka');
        this.#problem =
          'events cannot be carried to Kafka: the broker, a topic or the database is away; they wait in the log';
        await this.#signal.wait(OUTAGE_BACKOFF(this.#failures));
      }
    }
    await this.#drop();
  }

  /** One turn; resolves with how long there will be nothing to do (ms). */
  async #step(): Promise<number> {
    if (!(await this.#hold())) {
      this.#problem = null;
      return this.o.standby ?? STANDBY;
    }
    const state = this.#state ?? (await readRelay(this.o.pool));
    if (!state) {
      this.#problem = NO_TOPICS;
      return this.o.standby ?? STANDBY;
    }
    await this.#inspect(state);
    return this.#carryOn();
  }

  async #carryOn(): Promise<number> {
    const { state, carrier } = { state: this.#state, carrier: this.#carrier };
    if (!state || !carrier) throw new Error('the relay has no place to start from');
    this.#head = Math.max(this.#head, await this.#log.head());
    let at = state;
    let page = await this.#read(at.position);
    while (page.length > 0 && !this.#closing) {
      // The next page is read while this one is under way.
      const [next, ahead] = await Promise.all([
        carrier.carry(page, at),
        this.#read(Number(page.at(-1)?.[0] ?? at.position)),
      ]);
      await this.#move(at, next);
      at = next;
      page = ahead;
    }
    this.#problem = null;
    return at.position < this.#head ? 0 : INSPECTION;
  }

  #read(after: number) {
    const most = this.o.page ?? PAGE;
    return after >= this.#head ? Promise.resolve([]) : this.#log.read(after, this.#head, most);
  }

  async #inspect(state: RelayState): Promise<void> {
    this.#carrier ??= new Carrier({ ...this.o, log: this.#log });
    await this.#carrier.connect();
    const now = performance.now();
    if (this.#state && now - this.#inspectedAt < (this.o.inspection ?? INSPECTION)) return;
    const mended = await this.#carrier.refill(state);
    if (mended) await this.#move(state, mended);
    else this.#state = state;
    this.#inspectedAt = now;
  }

  async #move(from: RelayState, to: RelayState): Promise<void> {
    if (!(await moveRelay(this.o.pool, from.position, to)))
      throw new RelayMoved(`wanted the relay at ${String(from.position)}, found it elsewhere`);
    this.#state = to;
  }

  /** Whether this process may carry: asks for the lock while it has not got it. */
  async #hold(): Promise<boolean> {
    if (this.#session) return true;
    const session = await this.o.pool.connect();
    const { rows } = await session.query<{ held: boolean }>(
      "select pg_try_advisory_lock(hashtextextended('lachan relay', 0)) as held",
    );
    if (rows[0]?.held !== true) {
      session.release();
      return false;
    }
    const lost = (): void => {
      if (this.#session === session) void this.#drop();
    };
    session.on('error', lost);
    session.on('end', lost);
    this.#session = session;
    return true;
  }

  /** Ending the session, not giving it back to the pool, is what frees the lock. */
  async #drop(): Promise<void> {
    const [session, carrier] = [this.#session, this.#carrier];
    this.#session = undefined;
    this.#carrier = undefined;
    this.#state = undefined;
    session?.release(true);
    await carrier?.close();
  }
}
