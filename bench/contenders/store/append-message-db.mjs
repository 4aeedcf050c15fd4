import { v7 } from 'uuid';
import { metadata, note, streamNames } from './event.mjs';
import { forAll, perSecond } from './in-flight.mjs';
import { openMessageDb, writeMessage } from './message-db-store.mjs';

let pool;
let streams;

export const setup = async ({ databaseUrl, params }) => {
  pool = await openMessageDb(databaseUrl, Math.min(params.inFlight, 32));
  streams = streamNames(params.streams).map((stream) => ({ stream, version: -1 }));
  await forAll(streams, 8, (target) => append(target, 1));
};

const message = ({ stream }) => {
  const caseId = stream.slice('case-'.length);
  return { id: v7(), stream, type: 'NoteAdded', data: note(caseId), metadata: metadata() };
};

/** Several at once are a transaction of single writes: so its own client does it. */
const append = async (target, count) => {
  if (count === 1) await writeMessage(pool, message(target), target.version);
  else {
    const client = await pool.connect();
    await client.query('begin');
    for (let n = 0; n < count; n += 1) await writeMessage(client, message(target), target.version + n);
    await client.query('commit');
    client.release();
  }
  target.version += count;
};

export const round = async ({ params: { inFlight, events, milliseconds } }) => {
  const appends = await perSecond(inFlight, milliseconds, (slot, n) =>
    append(streams[(slot + n * inFlight) % streams.length], events),
  );
  return { value: appends * events };
};

export const teardown = () => pool.end();
