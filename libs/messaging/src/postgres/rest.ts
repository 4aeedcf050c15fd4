import type { Door, WorkLoad } from '#libs/service-kit';

/** How much longer than it worked a subscription rests while the door is busy, and the least and most of it (ms). */
const SHARE = 4;
const LEAST = 50;
const MOST = 1_000;

/**
 * How long (ms) a subscription rests after a batch. While nothing is busy, not at all. While the door is, or for those that
 * may wait the process, in proportion to what the batch cost: whoever waits goes first, events gather meanwhile, and a batch of
 * many costs little more than a batch of one.
 */
export const restBehind =
  (...busy: readonly Pick<Door | WorkLoad, 'busy'>[]) =>
  (took: number): number =>
    busy.some((each) => each.busy) ? Math.min(MOST, Math.max(LEAST, took * SHARE)) : 0;
