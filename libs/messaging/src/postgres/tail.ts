import type { EventStore, RecordedEvent } from '#libs/event-store';

export interface Page {
  readonly events: readonly RecordedEvent[];
  /** Everything up to here was looked at. */
  readonly upTo: number;
}

/** Most events kept for the subscriptions that run side by side at the end of the log: two pages, and every service of a process keeps its own. */
const KEPT = 1_024;

/**
 * Reads the log once for all subscriptions of a service: those at the end share what was read and decrypted; one that has far to
 * go reads by itself until it arrives.
 */
export class Tail {
  #events: RecordedEvent[] = [];
  /** `#events` holds everything of `types` with #low < position ≤ #high. */
  #low = -1;
  #high = -1;
  #head = 0;
  #reading: Promise<void> | undefined;

  constructor(
    private readonly store: Pick<EventStore, 'readAll' | 'head'>,
    private readonly types: readonly string[],
    private readonly pageSize: number,
  ) {}

  /** The end of the log is at least here: from the store's notification, sparing a question. */
  see(head: number): void {
    this.#head = Math.max(this.#head, head);
  }

  /** The newest position this process knows of. */
  get head(): number {
    return this.#head;
  }

  /** Asks the store where the log ends. */
  async look(): Promise<void> {
    this.see(await this.store.head());
  }

  /** The next events of some types after a position: at most a page, or `most`, and how far that looked. */
  async read(after: number, types: ReadonlySet<string>, most = this.pageSize): Promise<Page> {
    if (after >= this.#head) return { events: [], upTo: after };
    while (after > this.#high && this.#reading) await this.#reading;
    if (after > this.#high) this.#restart(after);
    if (after === this.#high) await this.#extend();
    if (after < this.#low || after >= this.#high) return this.#alone(after, types, most);
    const matching = this.#events.filter((event) => event.position > after && types.has(event.type));
    const page = matching.slice(0, most);
    return { events: page, upTo: page.length < matching.length ? (page.at(-1)?.position ?? after) : this.#high };
  }

  /** Never while a page is being read: that page belongs behind the old one. */
  #restart(after: number): void {
    this.#events = [];
    this.#low = after;
    this.#high = after;
  }

  async #alone(after: number, types: ReadonlySet<string>, most: number): Promise<Page> {
    const head = this.#head;
    const events = await this.store.readAll({ after, upTo: head, limit: most, types: [...types] });
    return { events, upTo: events.length < most ? head : (events.at(-1)?.position ?? head) };
  }

  #extend(): Promise<void> {
    this.#reading ??= this.#readOn().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #readOn(): Promise<void> {
    const { events, upTo } = await this.#alone(this.#high, new Set(this.types), this.pageSize);
    this.#events.push(...events);
    this.#high = upTo;
    const surplus = this.#events.length - KEPT;
    if (surplus <= 0) return;
    this.#low = this.#events[surplus - 1]?.position ?? this.#low;
    this.#events.splice(0, surplus);
  }
}
