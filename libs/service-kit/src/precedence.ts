/**
 * Who goes first in a process. Whoever does what somebody outside waits for on an open connection says so; whoever only follows lets it
 * pass for a moment, and then finds more to do at once, at nearly the cost of one. One per process: its services share the processor.
 */
export class Precedence {
  #under = 0;
  readonly #waiting = new Set<() => void>();

  /** Something that goes first is under way, until the returned function is called; calling that again does nothing. */
  take(): () => void {
    this.#under += 1;
    let taken = true;
    return () => {
      if (!taken) return;
      taken = false;
      this.#under -= 1;
      if (this.#under === 0) for (const resolve of [...this.#waiting]) resolve();
    };
  }

  get taken(): boolean {
    return this.#under > 0;
  }

  /** Resolves when nothing that goes first is under way any more, after `most` ms, or when `signal` fires, whichever is first. */
  async passed(most: number, signal?: AbortSignal): Promise<void> {
    const end = performance.now() + most;
    while (this.taken && !signal?.aborted) {
      const left = end - performance.now();
      if (left <= 0) return;
      await this.#free(left, signal);
      // One step of what goes first follows another with a turn of the loop between them, in which nobody has it.
      await new Promise(setImmediate);
    }
  }

  #free(most: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, most);
      signal?.addEventListener('abort', done, { once: true });
      this.#waiting.add(done);
    });
  }
}
