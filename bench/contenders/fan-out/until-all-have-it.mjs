import { setTimeout as pause } from 'node:timers/promises';

/**
 * Lets `count` providers wait, then releases what they wait for. Resolves with the milliseconds from the first byte of `release` until the last provider had its
 * whole answer, and with how many of the answers are the one that was waited for.
 *
 * `poll(index)` resolves with an answer's text, `holds(text, index)` judges it, `waiting()` says how many wait by now, `settled()` is awaited once all do.
 */
export const untilAllHaveIt = async ({ count, poll, holds, waiting, settled = () => undefined, release }) => {
  let last = 0;
  const polls = Array.from({ length: count }, async (_, index) => {
    const text = await poll(index);
    last = performance.now();
    return holds(text, index);
  });
  while ((await waiting()) < count) await pause(10);
  await settled();
  const from = performance.now();
  await release();
  const got = (await Promise.all(polls)).filter(Boolean).length;
  return { value: last - from, got };
};

/** How many wait at a bare server. */
export const waitingAt = async (http) => Number((await http.call('GET', '/waiting')).body);
