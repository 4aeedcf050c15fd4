import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

export const WRITERS = 16;

/** Few enough streams that sixteen writers meet in them all the time. */
export const STREAMS = 12;

/** What a reader was handed against what writers were told is appended. Versions say what order a stream has. */
export const check = (appended, delivered) => {
  const seen = new Set();
  const versions = new Map();
  let twice = 0;
  let outOfOrder = 0;
  for (const { id, stream, version } of delivered) {
    if (seen.has(id)) twice += 1;
    else {
      if (version !== (versions.get(stream) ?? 0) + 1) outOfOrder += 1;
      versions.set(stream, version);
    }
    seen.add(id);
  }
  let lost = 0;
  for (const id of appended) if (!seen.has(id)) lost += 1;
  return { appended: appended.size, delivered: delivered.length, lost, twice, outOfOrder };
};

export const isWhole = ({ appended, delivered, lost, twice, outOfOrder }) =>
  appended > 0 && appended === delivered && lost + twice + outOfOrder === 0;

/** Sixteen times `write(number)` again and again until `milliseconds` are over, with pauses. */
export const writeChaotically = async (milliseconds, write) => {
  const end = performance.now() + milliseconds;
  const writer = async (number) => {
    while (performance.now() < end) {
      await write(number);
      if (randomInt(20) === 0) await pause(randomInt(12));
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, (_, number) => writer(number)));
};

/**
 * Asks `page(after)` for what comes next until the writers are `done` and a last look found nothing; answers all that was
 * delivered. Each page says how far the reader has got by its own rule.
 */
export const follow = async (page, state) => {
  const delivered = [];
  let after = state.from;
  for (;;) {
    const last = state.done;
    const { events, next } = await page(after);
    delivered.push(...events);
    after = next;
    if (events.length > 0) continue;
    if (last) return delivered;
    await pause(1);
  }
};
