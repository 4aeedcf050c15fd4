import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { STREAMS, WRITERS, check, follow, isWhole, writeChaotically } from './chaos.mjs';
import { noteAdded, streamNames } from './event.mjs';
import { openLachan, prepareLachan } from './lachan-store.mjs';

let opened;
let admin;

/** Each writer has a store of its own, as sixteen processes would. */
export const setup = async ({ databaseUrl }) => {
  await prepareLachan(databaseUrl);
  opened = Array.from({ length: WRITERS }, () => openLachan(databaseUrl, 'triage'));
  admin = new pg.Client({ connectionString: databaseUrl });
  await admin.connect();
};

/** Somebody holds a stream's row for a while: appends get stuck in the middle, with locks of their own. */
const hinder = async (streams, state) => {
  while (!state.done) {
    await admin.query('begin');
    await admin.query('select from es.streams where stream = $1 for update', [streams[randomInt(streams.length)]]);
    await pause(randomInt(30));
    await admin.query('commit');
    await pause(randomInt(30));
  }
};

const writeOnce = async ({ store }, streams, appended, counts) => {
  const stream = streams[randomInt(streams.length)];
  const events = Array.from({ length: randomInt(1, 9) }, () => noteAdded(stream));
  // Four in ten trust a version that is probably stale.
  const expectedVersion = randomInt(10) < 4 ? randomInt(200) : 'any';
  try {
    await store.append({ streams: [{ stream, expectedVersion, events }] });
    for (const { id } of events) appended.add(id);
  } catch (error) {
    if (error.name !== 'ConcurrencyConflict') throw error;
    counts.conflicts += 1;
  }
};

/** The reader of the product: the next page after the last position. */
const ours = (store, limit) => async (after) => {
  const events = await store.readAll({ after, limit });
  const gap = events.findIndex(({ position }, index) => position !== after + 1 + index);
  if (gap >= 0) throw new Error(`after position ${after + gap} came ${events[gap].position}`);
  return { events, next: after + events.length };
};

/** The planted one: beside a column cast to text, `order by position` sorts as text. An ordinary slip that nothing complains about. */
const planted = async (after) => {
  const { rows } = await admin.query(
    'select position::text as position, stream, version, id from es.log where position > $1 order by position limit 100',
    [after],
  );
  return { events: rows, next: rows.length === 0 ? after : Number(rows.at(-1).position) };
};

export const round = async ({ params: { milliseconds } }) => {
  const streams = streamNames(STREAMS);
  const appended = new Set();
  const counts = { conflicts: 0 };
  const state = { done: false, from: await opened[0].store.head() };
  const readers = [follow(ours(opened[0].store, 7), state), follow(ours(opened[1].store, 500), state)];
  const hindering = hinder(streams, state);
  await writeChaotically(milliseconds, (number) => writeOnce(opened[number], streams, appended, counts));
  state.done = true;
  await hindering;
  const [small, large] = (await Promise.all(readers)).map((delivered) => check(appended, delivered));
  const broken = check(appended, await follow(planted, state));
  return {
    lachan: { ok: isWhole(small) && isWhole(large) && counts.conflicts > 0, ...small, ...counts },
    'planted-reader': { ok: !isWhole(broken), caught: !isWhole(broken), ...broken },
  };
};

export const teardown = async () => {
  await Promise.all(opened.map(({ close }) => close()));
  await admin.end();
};
