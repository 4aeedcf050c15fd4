/**
 * Keeps `inFlight` calls of `work(slot, n)` on their way for `milliseconds`; answers how many a second were finished. Slot s is
 * given to one call at a time, so that whatever belongs to a slot has one writer. The calls on their way at the end count, and
 * so does the time until they are done.
 */
export const perSecond = async (inFlight, milliseconds, work) => {
  let finished = 0;
  const started = performance.now();
  const slot = async (number) => {
    for (let n = 0; performance.now() - started < milliseconds; n += 1) {
      await work(number, n);
      finished += 1;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, (_, number) => slot(number)));
  return finished / ((performance.now() - started) / 1_000);
};

/** Runs `work(item)` for all items, `inFlight` at a time. */
export const forAll = async (items, inFlight, work) => {
  const queue = items[Symbol.iterator]();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
};
