/** Milliseconds to wait after the n-th failed attempt (from 1). */
export type Backoff = (attempt: number) => number;

export interface BackoffOptions {
  /** After the first attempt (ms). */
  readonly first: number;
  readonly factor: number;
  /** Never longer (ms). */
  readonly longest: number;
}

/** Grows by a factor up to a limit; jitter of ± 20 % keeps events that failed together from coming back together. */
export function exponentialBackoff(
  { first, factor, longest }: BackoffOptions,
  random: () => number = Math.random,
): Backoff {
  return (attempt) => Math.min(longest, first * factor ** (attempt - 1)) * (0.8 + 0.4 * random());
}

/** With eight attempts an event is parked after about four and a half minutes. */
export const EVENT_BACKOFF = exponentialBackoff({ first: 250, factor: 3, longest: 120_000 });
export const EVENT_ATTEMPTS = 8;

/** While the database is away. */
export const OUTAGE_BACKOFF = exponentialBackoff({ first: 100, factor: 2, longest: 5_000 });
