import pg from 'pg';
import { caseLife } from './case-life.mjs';
import { streamNames } from './event.mjs';
import { forAll, perSecond } from './in-flight.mjs';

let pool;
let streams;

/** One prepared SELECT by (stream, version) for each stream; the driver parses. 16 connections served it best on two cores. */
export const setup = async ({ databaseUrl, params }) => {
  pool = new pg.Pool({ connectionString: databaseUrl, max: 16 });
  await pool.query(`create table event (
    position bigint generated always as identity primary key,
    stream text not null,
    version integer not null,
    type text not null,
    id uuid not null,
    data jsonb not null,
    metadata jsonb not null,
    at timestamptz not null default now(),
    unique (stream, version)
  )`);
  streams = streamNames(params.streams);
  await forAll(streams, 16, async (stream) => {
    const rows = caseLife(stream).map(({ id, type, data, occurredAt, actor, correlationId, causationId }, index) => ({
      stream,
      version: index + 1,
      type,
      id,
      data,
      metadata: { occurredAt, actor, correlationId, causationId },
    }));
    await pool.query(
      `insert into event (stream, version, type, id, data, metadata)
       select * from jsonb_to_recordset($1) as r(stream text, version int, type text, id uuid, data jsonb, metadata jsonb)`,
      [JSON.stringify(rows)],
    );
  });
  await pool.query('vacuum analyze event');
};

const SELECT = {
  name: 'stream',
  text: 'select position, stream, version, type, id, data, metadata, at from event where stream = $1 order by version',
};

export const round = async ({ params: { inFlight, milliseconds } }) => ({
  value: await perSecond(inFlight, milliseconds, async (slot, n) => {
    const stream = streams[(slot * 61 + n * inFlight) % streams.length];
    const { rows } = await pool.query({ ...SELECT, values: [stream] });
    if (rows.length !== 10) throw new Error(`${stream} came back wrong`);
  }),
});

export const teardown = () => pool.end();
