import type { EventStore } from '#libs/event-store';
import { batchOf, type Batch, type BatchContext } from './batch.js';
import { appendBatch } from './append-batch.js';
import type { ImportRecord, Settlement } from './import-records.js';
import { formatOfMediaType } from './rows/format.js';
import { detectEncoding, readRows } from './rows/read-rows.js';
import type { Row } from './rows/row.js';
import type { Where } from '../receive/where.js';

/** Rows that go to the log in one append. The cut is by row number, so a resumed import cuts where the first run did. */
export const BATCH_ROWS = 200;
/** Batches between reading and settling: one is prepared while others are on their way to disk. */
export const UNDER_WAY = 2;

export interface ImportRun extends Omit<BatchContext, 'where'> {
  readonly record: ImportRecord;
  readonly store: EventStore;
  /** The body, from its beginning, each time it is called. */
  readonly body: () => AsyncIterable<Buffer>;
  readonly settle: (settlement: Settlement) => Promise<void>;
  readonly whereOf: (province: string | null) => Promise<Where>;
  /** Waits and tries again while the database is away; throws what it cannot mend. */
  readonly persistently: <T>(work: () => Promise<T>) => Promise<T>;
  readonly signal: AbortSignal;
}

/**
 * Takes one import from where it stands to its end: rows are appended in batches, several under way, and settled strictly in
 * order. Killed at any moment it goes on from the last settled row; what was appended beyond it is recognised by the log. Holds
 * a few batches in memory, whatever the length of the body.
 *
 * @returns false when it was asked to stop before the end.
 */
export async function runImport(run: ImportRun): Promise<boolean> {
  const encoding = await detectEncoding(run.body());
  const wheres = new Map<string | null, Where>();
  let settled: Promise<void> = Promise.resolve();
  const underWay: Promise<void>[] = [];
  for await (const { from, rows, bytesRead } of batchesFrom(run, encoding)) {
    if (run.signal.aborted) break;
    for (const province of provincesOf(rows)) {
      if (!wheres.has(province)) wheres.set(province, await run.persistently(() => run.whereOf(province)));
    }
    const where = (province: string | null): Where => wheres.get(province) ?? { province: null, unit: null };
    const batch = batchOf(run.record, from, rows, { digests: run.digests, where });
    const appended = run.persistently(() => appendBatch(run.store, batch.streams));
    settled = settleAfter(run, settled, appended, { batch, from, bytesRead });
    // A failure is thrown where the batch is waited for; until then it must not count as unhandled.
    settled.catch(() => undefined);
    underWay.push(settled);
    if (underWay.length >= UNDER_WAY) await underWay.shift();
  }
  await settled;
  return !run.signal.aborted;
}

async function settleAfter(
  run: ImportRun,
  before: Promise<void>,
  appended: Promise<void>,
  { batch, from, bytesRead }: { batch: Batch; from: number; bytesRead: number },
): Promise<void> {
  await Promise.all([before, appended]);
  const { rows, rejects, targets } = batch;
  await run.persistently(() => run.settle({ importId: run.record.id, from, rows, bytesRead, rejects, targets }));
}

/** Rows of the body that are not settled yet, in batches, with how far the body was read. */
async function* batchesFrom(
  run: ImportRun,
  encoding: Awaited<ReturnType<typeof detectEncoding>>,
): AsyncGenerator<{ from: number; rows: Row[]; bytesRead: number }> {
  const progress = { bytes: 0 };
  const counted = counting(run.body(), progress);
  let row = 0;
  let batch: Row[] = [];
  for await (const rows of readRows(counted, encoding, formatOfMediaType(run.record.mediaType))) {
    for (const one of rows) {
      row += 1;
      if (row <= run.record.rows) continue;
      batch.push(one);
      if (batch.length < BATCH_ROWS) continue;
      yield { from: row - batch.length, rows: batch, bytesRead: progress.bytes };
      batch = [];
    }
    if (run.signal.aborted) return;
  }
  if (batch.length > 0) yield { from: row - batch.length, rows: batch, bytesRead: progress.bytes };
}

async function* counting(source: AsyncIterable<Buffer>, progress: { bytes: number }): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    progress.bytes += chunk.length;
    yield chunk;
  }
}

const provincesOf = (rows: readonly Row[]): Set<string | null> =>
  new Set([null, ...rows.map((row) => ('fields' in row ? row.fields.province : null))]);
