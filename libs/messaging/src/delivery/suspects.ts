const TIMES = 5;
const MOST = 1_000;

/**
 * Tells an event that breaks its connection from a database that is away: an event that was in hand at five outages in a row of its own is taken
 * as the cause and treated as failed, so that it delays its own key and not the whole subscription for ever.
 */
export class Suspects {
  readonly #seen = new Map<string, { times: number; error: unknown }>();

  add(eventId: string, error: unknown): void {
    this.#seen.set(eventId, { times: (this.#seen.get(eventId)?.times ?? 0) + 1, error });
  }

  /** The error of an event that was in hand too often, once: it is then a failure with its own retries. */
  of(eventId: string): unknown {
    const seen = this.#seen.get(eventId);
    if (!seen || seen.times < TIMES) return undefined;
    this.#seen.delete(eventId);
    return seen.error;
  }

  forgetOld(): void {
    for (const id of this.#seen.keys()) {
      if (this.#seen.size <= MOST) return;
      this.#seen.delete(id);
    }
  }
}
