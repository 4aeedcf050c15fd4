import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { removeEmbedded, startEmbedded } from '../../dist/libs/embedded/src/index.js';

/**
 * One embedded PostgreSQL with its default, durable settings for the whole run; `database(name)` answers the URL of a fresh one
 * on it. Stopped and removed by `stop`.
 */
export const startServer = async (settings = {}) => {
  const dataDir = join(mkdtempSync(join(tmpdir(), 'lachan-bench-')), 'data');
  const embedded = await startEmbedded({ dataDir, settings: { max_connections: '300', ...settings } });
  const admin = new pg.Client({ connectionString: embedded.url });
  await admin.connect();
  const { rows } = await admin.query('show server_version');
  let made = 0;
  return {
    version: rows[0].server_version,
    url: embedded.url,
    dataDir,
    database: async (label) => {
      const name = `bench_${(made += 1)}_${label.replaceAll(/\W/g, '_')}`;
      await admin.query(`create database ${admin.escapeIdentifier(name)}`);
      const url = new URL(embedded.url);
      url.pathname = `/${name}`;
      return url.href;
    },
    drop: async (url) => {
      const name = new URL(url).pathname.slice(1);
      await admin.query(`drop database if exists ${admin.escapeIdentifier(name)} with (force)`);
    },
    /** What is dirty is written now, so that no contender pays for another one's pages. */
    settle: () => admin.query('checkpoint'),
    stop: async () => {
      await admin.end();
      await embedded.stop();
      await removeEmbedded(dataDir);
    },
  };
};
