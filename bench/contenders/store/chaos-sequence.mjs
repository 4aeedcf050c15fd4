import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { STREAMS, WRITERS, check, follow, writeChaotically } from './chaos.mjs';
import { noteAdded, streamNames } from './event.mjs';

let pool;

/** A log as it is mostly written by hand: positions from a sequence, optimistic versions, a reader that asks for position > last. */
export const setup = async ({ databaseUrl }) => {
  pool = new pg.Pool({ connectionString: databaseUrl, max: WRITERS + 2 });
  await pool.query(`create table event (
    position bigint generated always as identity primary key,
    stream text not null,
    version integer not null,
    id uuid not null,
    data jsonb not null,
    unique (stream, version)
  )`);
};

const writeOnce = async (streams, appended, counts) => {
  const stream = streams[randomInt(streams.length)];
  const events = Array.from({ length: randomInt(1, 9) }, () => noteAdded(stream));
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query('select coalesce(max(version), 0) as version from event where stream = $1', [
      stream,
    ]);
    let { version } = rows[0];
    for (const { id, data } of events) {
      await client.query('insert into event (stream, version, id, data) values ($1, $2, $3, $4)', [
        stream,
        (version += 1),
        id,
        JSON.stringify(data),
      ]);
    }
    // The rest of the transaction: whatever else the application writes with its events.
    if (randomInt(5) === 0) await pause(randomInt(10));
    await client.query('commit');
    for (const { id } of events) appended.add(id);
  } catch (error) {
    await client.query('rollback');
    if (error.code !== '23505' && error.code !== '40P01') throw error;
    counts.conflicts += 1;
  } finally {
    client.release();
  }
};

const page = async (after) => {
  const { rows } = await pool.query(
    'select position, stream, version, id from event where position > $1 order by position limit 100',
    [after],
  );
  return { events: rows, next: rows.at(-1)?.position ?? after };
};

export const round = async ({ params: { milliseconds } }) => {
  const streams = streamNames(STREAMS);
  const appended = new Set();
  const counts = { conflicts: 0 };
  const state = { done: false, from: 0 };
  const reader = follow(page, state);
  await writeChaotically(milliseconds, () => writeOnce(streams, appended, counts));
  state.done = true;
  return { sequence: { ...check(appended, await reader), ...counts } };
};

export const teardown = () => pool.end();
