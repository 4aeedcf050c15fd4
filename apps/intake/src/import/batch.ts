import type { AppendRequest } from '#libs/event-store';
import { actorOf } from '#libs/identity';
import { derivedIds } from '../receive/derived-ids.js';
import type { Digests } from '../receive/digests.js';
import { identifyTarget } from '../receive/identify-target.js';
import { isPlea, type ReportInput } from '../receive/report-input.js';
import { streamOf } from '../receive/report-stream.js';
import type { Where } from '../receive/where.js';
import type { ImportRecord, NamedTarget, RejectedRow } from './import-records.js';
import type { Row } from './rows/row.js';

type Stream = AppendRequest['streams'][number];

/** A run of rows as they go to the log. Rows of equal content are one report, also within a batch. */
export interface Batch {
  readonly rows: number;
  readonly streams: readonly Stream[];
  readonly rejects: readonly RejectedRow[];
  readonly targets: readonly NamedTarget[];
}

export interface BatchContext {
  readonly digests: Digests;
  /** Looked up once per wording of a province. */
  readonly where: (province: string | null) => Where;
}

/**
 * Turns rows into reports. Everything is derived from the sender and what a row says: the same row gives the same report with
 * the same events, so the log itself recognises a row that is sent again or was under way when the process died.
 *
 * @param from rows of the import before these.
 */
export function batchOf(record: ImportRecord, from: number, rows: readonly Row[], context: BatchContext): Batch {
  const streams = new Map<string, Stream>();
  const rejects: RejectedRow[] = [];
  const targets: NamedTarget[] = [];
  const channelSource = context.digests.source(record.sender, null);
  rows.forEach((row, index) => {
    const reject = (code: RejectedRow['code']): number =>
      rejects.push({ row: from + index + 1, line: row.line, text: row.text, code });
    if ('reject' in row) return reject(row.reject);
    const report = reportOf(record, row.fields, context, channelSource);
    if (report === null) return reject('unreadable-link');
    streams.set(report.stream.stream, report.stream);
    return targets.push(...report.targets);
  });
  return { rows: rows.length, streams: [...streams.values()], rejects, targets };
}

/**
 * One row as a report; null when none of its links can be read and nothing else is said that a person could work with. (A single
 * report with such a link is kept for a person; of a list with a million rows the sender is told instead.)
 */
function reportOf(
  record: ImportRecord,
  input: ReportInput,
  { digests, where }: BatchContext,
  channelSource: string | null,
): { stream: Stream; targets: NamedTarget[] } | null {
  const targets = input.urls.map(identifyTarget);
  const readable = targets.filter((target) => target.state === 'accepted');
  if (readable.length === 0 && !isPlea(input) && input.note === null && input.contact === null) return null;
  const rowDigest = digests.row(record.holder, input);
  const { reportId, eventId } = derivedIds(`row ${rowDigest}`);
  const named = readable.map(({ contentKey }) => ({ key: digests.namedTarget(contentKey), contentKey, reportId }));
  const stream = streamOf(input, targets, {
    reportId,
    eventId,
    at: record.receivedAt.toISOString(),
    actor: actorOf(record.sender),
    correlationId: record.correlationId,
    channel: record.sender.channel ?? 'bulk-import',
    channelKey: record.sender.id,
    ...where(input.province),
    source: input.contact === null ? channelSource : digests.source(record.sender, input.contact),
    importId: record.id,
    rowDigest,
    receiptDigest: null,
    dedupeKey: (contentKey) => digests.dedupeKey(contentKey),
  });
  return { stream, targets: named };
}
