/** How far one subscription has come in this process. */
export interface ProgressMark {
  /** Everything up to here was handled, put behind a failure, or was not for this subscription. */
  readonly position: number;
  /** The oldest event that waits for a retry; null when nothing does. Parked events are not counted: they wait for a person. */
  readonly waitingFrom: number | null;
}

/**
 * The subscriptions that run in this process and how far each has come. Messaging writes it, `ReadPosition` waits
 * on it, so that `after=` is answered without asking the database in a loop.
 */
export class Progress {
  readonly #marks = new Map<string, ProgressMark>();
  readonly #listeners = new Set<() => void>();
  readonly #wanted = new Map<string, () => void>();

  get(subscription: string): ProgressMark | undefined {
    return this.#marks.get(subscription);
  }

  all(): ReadonlyMap<string, ProgressMark> {
    return this.#marks;
  }

  set(subscription: string, mark: ProgressMark): void {
    this.#marks.set(subscription, mark);
    for (const listener of [...this.#listeners]) listener();
  }

  /** Forgets a subscription that another process took over, or that was stopped. */
  delete(subscription: string): void {
    this.#marks.delete(subscription);
  }

  /** Who runs a subscription is told when somebody waits for it; returns how to stop that. */
  onWanted(subscription: string, listener: () => void): () => void {
    this.#wanted.set(subscription, listener);
    return () => {
      if (this.#wanted.get(subscription) === listener) this.#wanted.delete(subscription);
    };
  }

  /** Somebody waits for this subscription to go on. */
  want(subscription: string): void {
    this.#wanted.get(subscription)?.();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
