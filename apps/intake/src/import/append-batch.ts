import { ConcurrencyConflict, EventIdReused, type AppendRequest, type EventStore } from '#libs/event-store';

type Stream = AppendRequest['streams'][number];

/** Appends in flight when the streams of a batch go one by one: enough for the store to gather them again. */
const IN_FLIGHT = 64;

/**
 * Puts the reports of a batch into the log, all in one append. Where some of them are there already (a row that was sent before,
 * in another batch), each goes alone and the log tells which: a report's id is made from what its row says, so "it exists" means
 * "this row".
 */
export async function appendBatch(store: EventStore, streams: readonly Stream[]): Promise<void> {
  if (streams.length === 0) return;
  if (await appended(store, streams)) return;
  const waiting = [...streams];
  const next = async (): Promise<void> => {
    for (let stream = waiting.shift(); stream !== undefined; stream = waiting.shift()) await appended(store, [stream]);
  };
  await Promise.all(Array.from({ length: Math.min(IN_FLIGHT, streams.length) }, next));
}

/** Whether these streams are in the log by this append; false when some existed before. */
async function appended(store: EventStore, streams: readonly Stream[]): Promise<boolean> {
  try {
    await store.append({ streams: [...streams] });
    return true;
  } catch (error) {
    if (error instanceof ConcurrencyConflict || error instanceof EventIdReused) return false;
    throw error;
  }
}
