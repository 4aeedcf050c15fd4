import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import pg from 'pg';

const folder = join(dirname(createRequire(import.meta.url).resolve('@eventide/message-db/package.json')), 'database');

/** What its install.sh runs through psql, in the same order, without the views of its reports. */
const FILES = [
  ...['roles/message-store', 'schema/message-store', 'extensions/pgcrypto', 'tables/messages', 'types/message'],
  ...[
    'message-store-version',
    'hash-64',
    'acquire-lock',
    'category',
    'is-category',
    'id',
    'cardinal-id',
    'stream-version',
  ]
    .concat('write-message', 'get-stream-messages', 'get-category-messages', 'get-last-stream-message')
    .map((name) => `functions/${name}`),
  ...['messages-id', 'messages-stream', 'messages-category'].map((name) => `indexes/${name}`),
];

const SEARCH_PATH = '-c search_path=message_store,public';

export const openMessageDb = async (databaseUrl, max) => {
  const client = new pg.Client({ connectionString: databaseUrl, options: SEARCH_PATH });
  await client.connect();
  for (const file of FILES) await client.query(readFileSync(join(folder, `${file}.sql`), 'utf8'));
  await client.end();
  return new pg.Pool({ connectionString: databaseUrl, max, options: SEARCH_PATH });
};

/** `expected` counts from -1 for a stream that does not exist yet. */
export const writeMessage = (client, { id, stream, type, data, metadata }, expected) =>
  client.query({
    name: 'write-message',
    text: 'select message_store.write_message($1::varchar, $2::varchar, $3::varchar, $4::jsonb, $5::jsonb, $6::bigint)',
    values: [id, stream, type, JSON.stringify(data), JSON.stringify(metadata), expected],
  });
