// The product's own import, from the body on disk to the last settled row, with everything on: rows read and judged, targets identified,
// reports as encrypted and hashed events under their derived ids, rejects, counts of new and known targets, settled in order.
import { hkdfSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { AcceptImport } from '../../../dist/apps/intake/src/import/accept-import.js';
import { ImportRecords } from '../../../dist/apps/intake/src/import/import-records.js';
import { ImportWorker } from '../../../dist/apps/intake/src/import/import-worker.js';
import { Spool } from '../../../dist/apps/intake/src/import/spool.js';
import { intake } from '../../../dist/apps/intake/src/index.js';
import { Digests } from '../../../dist/apps/intake/src/receive/digests.js';
import { Whereabouts } from '../../../dist/apps/intake/src/receive/where.js';
import { RegistersReader } from '../../../dist/libs/identity/src/index.js';
import { Keyring } from '../../../dist/libs/event-store/src/index.js';
import { eventRegistry, keepHeapLean, prepareDatabase } from '../../../dist/libs/process/src/index.js';
import { ReadPosition, createHost, createLogger, loadConfig } from '../../../dist/libs/service-kit/src/index.js';
import { identify } from '../../../dist/libs/target/src/index.js';
import { fillKnownTargets } from './known-targets.mjs';
import { SENDER, readable, writeRows } from './list.mjs';

let folder;
let host;
let acceptance;
let worker;
let records;
let admin;

export const setup = async ({ databaseUrl, params }) => {
  keepHeapLean();
  const logger = createLogger({ level: 'silent' });
  await prepareDatabase(databaseUrl, [intake], logger);
  folder = await mkdtemp(join(tmpdir(), 'lachan-bench-import-'));
  const config = loadConfig({ LACHAN_DATA_DIR: folder, DATABASE_URL: databaseUrl, LOG_LEVEL: 'silent' });
  host = await createHost(config, {
    databaseUrl,
    keyring: new Keyring(Buffer.alloc(32, 7)),
    registry: eventRegistry(),
    logger,
  });
  const { database, store, progress, clock, ids } = host.runtime('intake');
  const digests = new Digests(host.secrets.dedupe);
  const position = new ReadPosition(progress, database, clock);
  const spool = new Spool(join(folder, 'imports'), host.secrets.dedupe);
  const whereabouts = new Whereabouts(new RegistersReader(database, 'intake', clock), clock);
  records = new ImportRecords(database);
  worker = new ImportWorker(records, spool, store, database, position, digests, whereabouts, clock, logger);
  acceptance = new AcceptImport(spool, records, worker, clock, ids);
  admin = new pg.Client({ connectionString: databaseUrl });
  await admin.connect();
  await fillKnownTargets(admin, params.known, {
    contentKey: (n) => identify(`http://so-${n}.example.test/bai`).contentKey,
    namedTarget: (contentKey) => digests.namedTarget(contentKey),
    key: Buffer.from(hkdfSync('sha256', host.secrets.dedupe, '', 'lachan intake named target', 32)),
  });
};

/** As if the fold of the log had kept up: only then does an import count what was reported before it. */
const foldedUpToNow = () =>
  admin.query(`insert into messaging.checkpoint (subscription, position) select 'intake.targets', position from es.head
                 on conflict (subscription) do update set position = excluded.position`);

const ended = async (importId) => {
  for (;;) {
    const record = await records.get(importId);
    if (record.finishedAt !== null) return record;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
};

export const round = async ({ round, params }) => {
  const list = writeRows(params, round);
  await foldedUpToNow();
  const started = performance.now();
  const record = await ended(await acceptance.accept(SENDER, list.open(), 'application/x-ndjson'));
  const seconds = (performance.now() - started) / 1_000;
  list.remove();
  const ok =
    record.status === 'done' && record.accepted === readable(params.rows) && record.knownTargets >= params.rows / 4;
  return {
    value: params.rows / seconds,
    correctness: { ok, accepted: record.accepted, newTargets: record.newTargets },
  };
};

export const teardown = async () => {
  await worker?.beforeApplicationShutdown();
  await host?.close();
  await admin?.end();
  if (folder) await rm(folder, { recursive: true, force: true });
};
