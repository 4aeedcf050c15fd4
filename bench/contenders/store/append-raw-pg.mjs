import pg from 'pg';
import { v7 } from 'uuid';
import { metadata, note, streamNames } from './event.mjs';
import { perSecond } from './in-flight.mjs';

let pool;
let streams;

/**
 * The least that can be called an append with an expected version: one prepared INSERT whose unique (stream, version) refuses
 * the second of two. Nothing else: no order between commits, no idempotence, no rights, no encryption, no hash.
 */
export const setup = async ({ databaseUrl, params }) => {
  // 32 connections served it best on two cores, also with 256 in flight: more of them only fight for the processors.
  pool = new pg.Pool({ connectionString: databaseUrl, max: Math.min(params.inFlight, 32) });
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
  streams = streamNames(params.streams).map((stream) => ({ stream, version: 0 }));
};

const INSERT = {
  name: 'insert',
  text: 'insert into event (stream, version, type, id, data, metadata) values ($1, $2, $3, $4, $5, $6)',
};

const append = async (target) => {
  const caseId = target.stream.slice('case-'.length);
  const values = [target.stream, (target.version += 1), 'NoteAdded', v7()];
  await pool.query({ ...INSERT, values: [...values, JSON.stringify(note(caseId)), JSON.stringify(metadata())] });
};

export const round = async ({ params: { inFlight, milliseconds } }) => ({
  value: await perSecond(inFlight, milliseconds, (slot, n) => append(streams[(slot + n * inFlight) % streams.length])),
});

export const teardown = () => pool.end();
