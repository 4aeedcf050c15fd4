import type { EventStore, RecordedEvent } from '#libs/event-store';
import type { Page } from '../postgres/tail.js';
import type { Newest } from './lane-order.js';

/** An event of a lane as it came from its topic; without `event` when no subscription wants its type. */
export interface Arrival {
  readonly position: number;
  readonly before: Newest;
  readonly event: RecordedEvent | null;
}

/** Above this many events in memory the lane's topics are paused; below half of it they go on. */
const FULL = 2_000;

export interface LaneTailOptions {
  readonly store: Pick<EventStore, 'readAll'>;
  /** The categories that this service reads: what it must have seen before an event. */
  readonly categories: ReadonlySet<string>;
  readonly inLane: (event: RecordedEvent) => boolean;
}

/**
 * One lane, put together from its partitions in several topics: events are handed out strictly in the order of the log. An event is
 * held back until everything before it has come. What does not come (a deleted topic, records that expired, a subscription that starts
 * from further back) is read from the log: Kafka can only make this faster, never wrong.
 */
export class LaneTail {
  /** Everything of the lane with #low < position ≤ #high is in #events. */
  #events: Arrival[] = [];
  #low: number;
  #high: number;
  readonly #early = new Map<number, Arrival>();

  /** @param floor everything up to here was handled, by the subscription that has come furthest. */
  constructor(
    private readonly o: LaneTailOptions,
    floor: number,
  ) {
    this.#low = floor;
    this.#high = floor;
  }

  /** The lane is complete up to here. */
  get head(): number {
    return this.#high;
  }

  get full(): boolean {
    return this.#events.length + this.#early.size >= FULL;
  }

  get roomy(): boolean {
    return this.#events.length + this.#early.size < FULL / 2;
  }

  /** True when the lane grew. What it has already, a record that was carried twice, changes nothing. */
  take(arrivals: readonly Arrival[]): boolean {
    for (const arrival of arrivals) if (arrival.position > this.#high) this.#early.set(arrival.position, arrival);
    return this.#settle();
  }

  #settle(): boolean {
    let grew = false;
    for (const position of [...this.#early.keys()].sort((a, b) => a - b)) {
      const arrival = this.#early.get(position);
      if (!arrival || this.#misses(arrival)) break;
      this.#early.delete(position);
      this.#events.push(arrival);
      this.#high = position;
      grew = true;
    }
    return grew;
  }

  /** Whether something before it has not come: it is the oldest that came, so what it names is below or missing. */
  #misses({ before }: Arrival): boolean {
    return Object.entries(before).some(([category, at]) => at > this.#high && this.o.categories.has(category));
  }

  /** Gives up waiting: everything up to a position that the relay has carried is in the log, and is read there. */
  jump(position: number): boolean {
    if (position <= this.#high) return false;
    this.#events = [];
    this.#low = position;
    this.#high = position;
    for (const early of this.#early.keys()) if (early <= position) this.#early.delete(early);
    this.#settle();
    return true;
  }

  /** Forgets what every subscription has passed. */
  passed(position: number): void {
    if (position <= this.#low) return;
    const gone = this.#events.findIndex((arrival) => arrival.position > position);
    this.#events.splice(0, gone < 0 ? this.#events.length : gone);
    this.#low = Math.min(position, this.#high);
  }

  async read(after: number, types: ReadonlySet<string>, most: number): Promise<Page> {
    if (after >= this.#high) return { events: [], upTo: after };
    if (after < this.#low) return this.#fromLog(after, types, most);
    const page: RecordedEvent[] = [];
    let upTo = after;
    for (const { position, event } of this.#events) {
      if (position <= after) continue;
      if (page.length >= most) return { events: page, upTo };
      if (event && types.has(event.type)) page.push(event);
      upTo = position;
    }
    return { events: page, upTo: Math.max(upTo, this.#high) };
  }

  async #fromLog(after: number, types: ReadonlySet<string>, most: number): Promise<Page> {
    const upTo = this.#low;
    const limit = most * 4;
    const events = await this.o.store.readAll({ after, upTo, limit, types: [...types] });
    const mine = events.filter((event) => this.o.inLane(event));
    const last = mine[most - 1];
    if (last && mine.length > most) return { events: mine.slice(0, most), upTo: last.position };
    return { events: mine, upTo: events.length < limit ? upTo : (events.at(-1)?.position ?? upTo) };
  }

  look(): Promise<void> {
    return Promise.resolve();
  }
}
