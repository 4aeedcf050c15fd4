import { Problem } from '#libs/service-kit';

/** How many polls may wait at once in this process, and of one provider; above it a caller is asked to come later. */
export interface WaiterLimits {
  readonly total: number;
  readonly perProvider: number;
}

export const WAITER_LIMITS: WaiterLimits = { total: 1_000, perProvider: 16 };

/** Who finds no place to wait comes back after this long, and as much more as chance says (s). */
const LATER = { least: 2, spread: 7 } as const;

/** Asks once for many providers: the newest sequence of each that has a feed. */
export type HeadsOf = (providers: readonly string[]) => Promise<ReadonlyMap<string, number>>;

interface Waiter {
  readonly provider: string;
  /** The newest sequence the waiter has seen. */
  readonly seen: number;
  readonly wake: (head?: number) => void;
}

/** Between two looks without a signal: the feed may be written by another process (ms). */
const SAFETY_POLL = 1_000;

/**
 * Polls that wait for something new. However many wait, one signal costs one query: signals that arrive while it runs
 * are answered by one more. Nobody is forgotten: who registers while a query runs is covered by the next one.
 */
export class FeedWaiters {
  readonly #waiters = new Set<Waiter>();
  readonly #perProvider = new Map<string, number>();
  #looking = false;
  #again = false;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  /** Queries asked so far, for metrics and tests. */
  looks = 0;

  constructor(
    private readonly headsOf: HeadsOf,
    private readonly limits: WaiterLimits = WAITER_LIMITS,
    private readonly random: () => number = Math.random,
    /** Told before it is looked who is to be woken; what it returns, when those are. */
    private readonly goFirst: () => () => void = () => () => undefined,
  ) {}

  get waiting(): number {
    return this.#waiters.size;
  }

  /** The process is going down: nobody waits any more. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /**
   * Resolves when the provider's feed has gone beyond `seen`, with its newest sequence; without one after `ms`, when `gone` fires or at
   * shutdown, whichever is first.
   * @throws {Problem} `unavailable` (503 with Retry-After) when too many wait already.
   */
  async wait(provider: string, seen: number, ms: number, gone: AbortSignal): Promise<number | undefined> {
    const ofProvider = this.#perProvider.get(provider) ?? 0;
    if (this.#waiters.size >= this.limits.total || ofProvider >= this.limits.perProvider) {
      throw new Problem('unavailable', {
        // Not all at once again: who was refused together comes back apart.
        retryAfter: LATER.least + Math.floor(this.random() * LATER.spread),
        detail: { vi: 'Có quá nhiều kết nối đang chờ.', en: 'Too many polls are waiting.' },
      });
    }
    if (this.#stopped || gone.aborted) return undefined;
    this.#perProvider.set(provider, ofProvider + 1);
    let waiter: Waiter | undefined;
    let timer: NodeJS.Timeout | undefined;
    let wake = (): void => undefined;
    try {
      return await new Promise<number | undefined>((resolve) => {
        wake = () => {
          resolve(undefined);
        };
        timer = setTimeout(wake, ms);
        gone.addEventListener('abort', wake, { once: true });
        waiter = { provider, seen, wake: resolve };
        this.#waiters.add(waiter);
        this.#arm();
        // Something may have come between the caller's read and here.
        this.signal();
      });
    } finally {
      clearTimeout(timer);
      gone.removeEventListener('abort', wake);
      if (waiter) this.#waiters.delete(waiter);
      const left = (this.#perProvider.get(provider) ?? 1) - 1;
      if (left === 0) this.#perProvider.delete(provider);
      else this.#perProvider.set(provider, left);
      if (this.#waiters.size === 0) this.#disarm();
    }
  }

  /** Something may have changed. Cheap: without waiters nothing is asked. */
  signal(): void {
    if (this.#waiters.size === 0 || this.#stopped) return;
    if (this.#looking) {
      this.#again = true;
      return;
    }
    this.#looking = true;
    const passed = this.goFirst();
    void this.#look().finally(() => {
      passed();
      this.#looking = false;
      if (this.#again) {
        this.#again = false;
        this.signal();
      }
    });
  }

  /** Lets everybody go: the process ends. */
  stop(): void {
    this.#stopped = true;
    this.#disarm();
    for (const waiter of [...this.#waiters]) waiter.wake();
  }

  async #look(): Promise<void> {
    this.looks += 1;
    try {
      const heads = await this.headsOf([...this.#perProvider.keys()]);
      for (const waiter of [...this.#waiters]) {
        const head = heads.get(waiter.provider) ?? 0;
        if (head > waiter.seen) waiter.wake(head);
      }
    } catch {
      // The database is away for a moment: the waiters stay, the next look or their own time ends the wait.
    }
  }

  #arm(): void {
    this.#timer ??= setInterval(() => {
      this.signal();
    }, SAFETY_POLL);
  }

  #disarm(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
