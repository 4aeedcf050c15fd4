import { randomInt } from 'node:crypto';
import { getPostgreSQLEventStore, readMessagesBatch } from '@event-driven-io/emmett-postgresql';
import { dumbo } from '@event-driven-io/dumbo';
import pg from 'pg';
import { STREAMS, WRITERS, check, follow, writeChaotically } from './chaos.mjs';
import { metadata, noteAdded, streamNames } from './event.mjs';

let pool;
let store;
let reading;

export const setup = async ({ databaseUrl }) => {
  pool = new pg.Pool({ connectionString: databaseUrl, max: WRITERS });
  store = getPostgreSQLEventStore(databaseUrl, { connectionOptions: { pool } });
  await store.schema.migrate();
  reading = dumbo({ connectionString: databaseUrl });
};

const writeOnce = async (streams, appended, counts) => {
  const stream = streams[randomInt(streams.length)];
  const events = Array.from({ length: randomInt(1, 9) }, () => {
    const { id, type, data } = noteAdded(stream);
    return { type, data, metadata: { ...metadata(), id } };
  });
  const stale = randomInt(10) < 4;
  try {
    await store.appendToStream(stream, events, stale ? { expectedStreamVersion: BigInt(randomInt(1, 200)) } : {});
    for (const event of events) appended.add(event.metadata.id);
  } catch (error) {
    if (!/version|conflict/i.test(`${error.name} ${error.message}`)) throw error;
    counts.conflicts += 1;
  }
};

/** The reader's rule is its own, by its own function; only asked without its pauses between two looks. */
const page = async (after) => {
  const { messages, currentGlobalPosition } = await readMessagesBatch(reading.execute, { after, batchSize: 100 });
  const events = messages.map(({ metadata: { id, streamName, streamPosition } }) => ({
    id,
    stream: streamName,
    version: Number(streamPosition),
  }));
  return { events, next: events.length === 0 ? after : currentGlobalPosition };
};

export const round = async ({ params: { milliseconds } }) => {
  const streams = streamNames(STREAMS);
  const appended = new Set();
  const counts = { conflicts: 0 };
  const state = { done: false, from: 0n };
  const reader = follow(page, state);
  await writeChaotically(milliseconds, () => writeOnce(streams, appended, counts));
  state.done = true;
  return { emmett: { ...check(appended, await reader), ...counts } };
};

export const teardown = async () => {
  await reading.close();
  await store.close();
  await pool.end();
};
