import type { Door } from '#libs/service-kit';

/** How much longer than it worked a subscription rests while the door is busy, and the least and most of it (ms). */
const SHARE = 4;
const LEAST = 50;
const MOST = 1_000;

/**
 * How long (ms) a subscription rests after a batch. While the door is quiet, not at all. While it is busy, in proportion to
 * what the batch cost: whoever waits at the door goes first, events gather meanwhile, and a batch of many costs little more
 * than a batch of one.
 */
export const restBehind =
  (door: Pick<Door, 'busy'>) =>
  (took: number): number =>
    door.busy ? Math.min(MOST, Math.max(LEAST, took * SHARE)) : 0;
