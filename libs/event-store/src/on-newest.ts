import { AssertionFailed, ConcurrencyConflict } from './errors.js';

/** So often a decision is made anew before it is left to whoever asked. */
const ATTEMPTS = 8;

/**
 * Reads, decides and appends; again when a stream that it rests on moved in between.
 * @param attempt reads all it rests on itself: what was read before may be what moved.
 * @throws {ConcurrencyConflict} or {AssertionFailed} of the last attempt; whatever else an attempt throws, at once.
 */
export async function onNewest<T>(attempt: () => Promise<T>): Promise<T> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt();
    } catch (error) {
      const moved = error instanceof ConcurrencyConflict || error instanceof AssertionFailed;
      if (!moved || attempts === ATTEMPTS) throw error;
    }
  }
}
