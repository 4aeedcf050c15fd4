const FIRST = 1_000;
const LONGEST = 60_000;

/**
 * How long to wait after a failure (ms): as long as the server said, and up to a fifth more so that not everybody comes back at once; else
 * twice as long each time, up to a minute, at random between half of it and all.
 * @param failures in a row, from 1.
 * @param retryAfter what the server said (s).
 * @param random from 0 to 1.
 */
export function pauseAfter(failures: number, retryAfter: number | undefined, random: number): number {
  if (retryAfter !== undefined) return retryAfter * 1_000 * (1 + 0.2 * random);
  return Math.min(LONGEST, FIRST * 2 ** Math.min(failures - 1, 16)) * (0.5 + 0.5 * random);
}
