/** How many changes are normal. */
export interface BreakerLimits {
  /** Blocks, and lifts, that may go to one provider within an hour; each kind has its own count. */
  readonly perHour: number;
}

export const BREAKER_LIMITS: BreakerLimits = { perHour: 2_000 };

export type Kind = 'block' | 'lift';

/** What stopped, in numbers, for the operator who has to look. */
export class AbnormalChange extends Error {
  override readonly name = 'AbnormalChange';
  constructor(
    readonly kind: Kind,
    readonly wanted: number,
    readonly limits: BreakerLimits,
  ) {
    super(
      `${String(wanted)} ${kind}s within an hour, ${String(limits.perHour)} are normal: nothing goes out until somebody looked`,
    );
  }
}

const HOUR = 60 * 60 * 1_000;

/**
 * Stops what goes to one provider when far more changes than usual are about to: a mistake or a misuse upstream must not
 * become a wall in a whole network, nor a list be emptied at once. It stays open until a person resets it.
 */
export class Breaker {
  #past: { readonly at: number; readonly kind: Kind; readonly count: number }[] = [];
  #open: AbnormalChange | undefined;
  #forgiven: Kind | undefined;

  constructor(
    private readonly limits: BreakerLimits,
    private readonly now: () => number,
  ) {}

  /** What opened it; undefined while it is closed. */
  get open(): AbnormalChange | undefined {
    return this.#open;
  }

  /**
   * Counts changes that are about to happen.
   * @throws {AbnormalChange} when they are too many, and from then on until `reset`.
   */
  allow(kind: Kind, count: number): void {
    if (this.#open) throw this.#open;
    if (count === 0) return;
    const at = this.now();
    this.#past = this.#past.filter((change) => at - change.at < HOUR);
    const wanted = count + this.#past.reduce((sum, change) => sum + (change.kind === kind ? change.count : 0), 0);
    if (wanted > this.limits.perHour && this.#forgiven !== kind) {
      this.#open = new AbnormalChange(kind, wanted, this.limits);
      throw this.#open;
    }
    this.#forgiven = undefined;
    this.#past.push({ at, kind, count });
  }

  /** A person has looked: what was stopped goes once, and counting starts anew. */
  reset(): void {
    this.#forgiven = this.#open?.kind;
    this.#open = undefined;
    this.#past = [];
  }
}
