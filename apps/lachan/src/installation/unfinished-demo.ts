import pg from 'pg';
import { readCredentials } from '../demo/credentials.js';
import type { Installation } from './installation.js';

/**
 * A demonstration that was ended before anybody could sign in holds passwords nobody knows: its database is made anew.
 * Only in the embedded server, only in demo mode, only before `demo-credentials.json` was written.
 */
export const clearUnfinishedDemo = async ({ mode, embedded, adminUrl, config }: Installation): Promise<void> => {
  if (mode !== 'demo' || !embedded || readCredentials(config.dataDir) !== null) return;
  const url = new URL(adminUrl);
  const database = url.pathname.slice(1);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(`drop database if exists ${client.escapeIdentifier(database)} with (force)`);
    await client.query(`create database ${client.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
};
