import { remembering } from './remembering.js';
import type { RecordedEvent } from './types.js';

/** Streams read by one query: enough to share its cost, few enough that the first caller does not wait for the last. */
const MAX_STREAMS = 32;

/** Queries at once: one is read by the server while another's rows are opened here. */
const LANES = 3;

interface Waiting {
  stream: string;
  resolve: (events: RecordedEvent[]) => void;
  reject: (error: Error) => void;
}

/**
 * Reads whole streams, those asked for at the same time together: planning, row security and data keys are paid once for all of
 * them. A lone reader waits for nobody, and nobody is answered by a query that was sent before it asked.
 */
export class StreamReads {
  #waiting: Waiting[] = [];
  #running = 0;
  #scheduled = false;

  /** @param read all events of these streams, each stream's in order of its versions */
  constructor(private readonly read: (streams: readonly string[]) => Promise<RecordedEvent[]>) {}

  load(stream: string): Promise<RecordedEvent[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ stream, resolve, reject });
      if (this.#scheduled) return;
      this.#scheduled = true;
      queueMicrotask(() => {
        this.#scheduled = false;
        this.#start();
      });
    });
  }

  #start(): void {
    while (this.#waiting.length > 0 && this.#running < LANES) {
      const most = Math.min(MAX_STREAMS, Math.ceil(this.#waiting.length / (LANES - this.#running)));
      this.#running += 1;
      void this.#run(this.#take(most)).finally(() => {
        this.#running -= 1;
        this.#start();
      });
    }
  }

  /** The first waiting, each stream once: events are handed to one caller, who may do with them as he likes. */
  #take(most: number): Map<string, Waiting> {
    const taken = new Map<string, Waiting>();
    const left: Waiting[] = [];
    for (const waiting of this.#waiting) {
      if (taken.size < most && !taken.has(waiting.stream)) taken.set(waiting.stream, waiting);
      else left.push(waiting);
    }
    this.#waiting = left;
    return taken;
  }

  async #run(batch: Map<string, Waiting>): Promise<void> {
    try {
      const events = new Map([...batch.keys()].map((stream) => [stream, [] as RecordedEvent[]]));
      const eventsOf = remembering((stream) => events.get(stream));
      for (const event of await this.read([...batch.keys()])) eventsOf(event.stream)?.push(event);
      for (const [stream, { resolve }] of batch) resolve(events.get(stream) ?? []);
    } catch (error) {
      if (batch.size === 1) for (const { reject } of batch.values()) reject(error as Error);
      // One stream spoils it for all: each is read alone, the good ones pass.
      else for (const [stream, waiting] of batch) await this.#run(new Map([[stream, waiting]]));
    }
    // Callers that were just answered ask again in this turn of the loop: let them into the next query.
    if (batch.size > 1) await new Promise(setImmediate);
  }
}
