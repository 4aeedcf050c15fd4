import { mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import './register.mjs';

const PREFIX = 'lachan-test-';

// One server for the whole run. It forgets everything anyway, so it need not survive a power cut: tests that are about
// crashes start a durable server of their own.
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '400',
  shared_buffers: '256MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  autovacuum: 'off',
};

/** What killed runs left behind; ten minutes old, so that a run that is just starting is never taken for one. */
const LEFT_BEHIND = /^lachan-(test|embedded|crash)-/;
const OLD_MS = 600_000;

async function sweep(removeEmbedded) {
  for (const name of readdirSync(tmpdir()).filter((entry) => LEFT_BEHIND.test(entry))) {
    const folder = join(tmpdir(), name);
    const age = Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age < OLD_MS) continue;
    await removeEmbedded(folder).catch((error) => {
      if (error.code !== 'data-folder-in-use') throw error;
    });
  }
}

export default async function setup() {
  const { startEmbedded, removeEmbedded } = await import('../../embedded/src/index.ts');
  await sweep(removeEmbedded);
  const dataDir = mkdtempSync(join(tmpdir(), PREFIX));
  const server = await startEmbedded({ dataDir, settings: SETTINGS, database: 'tests' });
  process.env.LACHAN_TEST_SERVER = server.url;
  globalThis.lachanTestServer = { stop: () => server.stop().then(() => removeEmbedded(dataDir)) };
}
