import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import pg from 'pg';
import { metadata, note, streamNames } from './event.mjs';
import { forAll, perSecond } from './in-flight.mjs';

let pool;
let store;
let streams;

export const setup = async ({ databaseUrl, params }) => {
  // A pool of its own instead of pg's default of 10 connections, as its documentation allows: 32 served it best.
  pool = new pg.Pool({ connectionString: databaseUrl, max: Math.min(params.inFlight, 32) });
  store = getPostgreSQLEventStore(databaseUrl, { connectionOptions: { pool } });
  await store.schema.migrate();
  streams = streamNames(params.streams).map((stream) => ({ stream, version: 0n }));
  await forAll(streams, 64, (target) => append(target, 1));
};

const append = async (target, count) => {
  const caseId = target.stream.slice('case-'.length);
  const events = Array.from({ length: count }, () => ({
    type: 'NoteAdded',
    data: note(caseId),
    metadata: metadata(),
  }));
  const { nextExpectedStreamVersion } = await store.appendToStream(target.stream, events, {
    expectedStreamVersion: target.version === 0n ? 'STREAM_DOES_NOT_EXIST' : target.version,
  });
  target.version = nextExpectedStreamVersion;
};

export const round = async ({ params: { inFlight, events, milliseconds } }) => {
  const appends = await perSecond(inFlight, milliseconds, (slot, n) =>
    append(streams[(slot + n * inFlight) % streams.length], events),
  );
  return { value: appends * events };
};

export const teardown = async () => {
  await store.close();
  await pool.end();
};
