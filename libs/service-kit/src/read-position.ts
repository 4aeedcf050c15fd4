import type { Clock } from './clock.js';
import type { Database } from './database.js';
import type { Progress } from './runtime/progress.js';

/** The longest a read waits (interfaces.md: every GET takes `after=POSITION` and waits ≤ 1 s), and between two looks. */
const LONGEST_WAIT = 1_000;
const BETWEEN_LOOKS = 50;

/** Lets a read wait until the read models behind it have seen what the caller just did. */
export class ReadPosition {
  constructor(
    private readonly progress: Progress,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Waits until each of `subscriptions` has handled everything up to `after`, at most `timeout` ms (never above 1,000).
   * Subscriptions of this process wake it; for those that run in another process their checkpoints are looked at.
   * Without `after` it answers at once. An event that waits for a retry keeps the answer stale; a parked one does not.
   */
  async wait(
    subscriptions: readonly string[],
    after: number | undefined,
    timeout = LONGEST_WAIT,
  ): Promise<{ stale: boolean }> {
    if (after === undefined) return { stale: false };
    const deadline = this.clock.now().getTime() + Math.min(timeout, LONGEST_WAIT);
    let missing = await this.#behind(subscriptions, after);
    while (missing.length > 0) {
      const left = deadline - this.clock.now().getTime();
      if (left <= 0) return { stale: true };
      for (const subscription of missing) this.progress.want(subscription);
      await this.#change(Math.min(left, BETWEEN_LOOKS));
      missing = await this.#behind(missing, after);
    }
    return { stale: false };
  }

  async #behind(subscriptions: readonly string[], after: number): Promise<string[]> {
    const elsewhere = subscriptions.filter((name) => this.progress.get(name) === undefined);
    const here = subscriptions.filter((name) => {
      const mark = this.progress.get(name);
      return mark !== undefined && !reached(mark.position, mark.waitingFrom, after);
    });
    if (elsewhere.length === 0) return here;
    const { rows } = await this.database.query<{ subscription: string; position: string; waiting_from: string | null }>(
      `select c.subscription, c.position,
              (select min(f.position) from messaging.failure f
                where split_part(f.subscription, '/', 1) = c.subscription and f.parked_at is null) as waiting_from
         from messaging.standing c where c.subscription = any($1)`,
      [elsewhere],
    );
    const there = new Set(
      rows
        .filter((row) =>
          reached(Number(row.position), row.waiting_from === null ? null : Number(row.waiting_from), after),
        )
        .map((row) => row.subscription),
    );
    return [...here, ...elsewhere.filter((name) => !there.has(name))];
  }

  #change(timeout: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        off();
        resolve();
      };
      const timer = setTimeout(done, timeout);
      const off = this.progress.onChange(done);
    });
  }
}

const reached = (position: number, waitingFrom: number | null, after: number): boolean =>
  position >= after && (waitingFrom === null || waitingFrom > after);
