import { randomUUID } from 'node:crypto';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import pg from 'pg';
import { metadata, note } from './event.mjs';
import { latencies } from './latencies.mjs';

let pool;
let store;
let consumer;
let measure;

/** Its consumer with a reactor, as its documentation shows it and with its own defaults of batch size and polling. */
export const setup = async ({ databaseUrl }) => {
  pool = new pg.Pool({ connectionString: databaseUrl, max: 16 });
  store = getPostgreSQLEventStore(databaseUrl, { connectionOptions: { pool } });
  await store.schema.migrate();
  consumer = store.consumer();
  consumer.reactor({
    processorId: 'bench',
    eachMessage: (message) => measure?.seen(message.metadata.correlationId),
  });
  consumer.start().catch((error) => process.stderr.write(`${error.stack}\n`));
};

export const round = async ({ params: { perSecond, milliseconds } }) => {
  measure = latencies(perSecond, milliseconds);
  const { p50, p99, sent, handled } = await measure.run((id) => {
    const caseId = randomUUID();
    const event = { type: 'NoteAdded', data: note(caseId), metadata: { ...metadata(), correlationId: id } };
    return store.appendToStream(`case-${caseId}`, [event], { expectedStreamVersion: 'STREAM_DOES_NOT_EXIST' });
  });
  return { value: p99, correctness: { sent, handled, p50 } };
};

export const teardown = async () => {
  await consumer.close();
  await store.close();
  await pool.end();
};
