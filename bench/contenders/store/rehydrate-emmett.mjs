import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import pg from 'pg';
import { caseLife } from './case-life.mjs';
import { streamNames } from './event.mjs';
import { forAll, perSecond } from './in-flight.mjs';

let pool;
let store;
let streams;

export const setup = async ({ databaseUrl, params }) => {
  pool = new pg.Pool({ connectionString: databaseUrl, max: 16 });
  store = getPostgreSQLEventStore(databaseUrl, { connectionOptions: { pool } });
  await store.schema.migrate();
  streams = streamNames(params.streams);
  await forAll(streams, 32, (stream) =>
    store.appendToStream(
      stream,
      caseLife(stream).map(({ type, data, occurredAt, actor, correlationId, causationId }) => ({
        type,
        data,
        metadata: { occurredAt, actor, correlationId, causationId },
      })),
    ),
  );
};

export const round = async ({ params: { inFlight, milliseconds } }) => ({
  value: await perSecond(inFlight, milliseconds, async (slot, n) => {
    const stream = streams[(slot * 61 + n * inFlight) % streams.length];
    const { events } = await store.readStream(stream);
    if (events.length !== 10) throw new Error(`${stream} came back wrong`);
  }),
});

export const teardown = async () => {
  await store.close();
  await pool.end();
};
