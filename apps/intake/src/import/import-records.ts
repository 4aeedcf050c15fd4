import { Injectable } from '@nestjs/common';
import type { ImportReject, ImportStatus } from '#libs/contracts';
import type { Principal } from '#libs/identity';
import { Database } from '#libs/service-kit';

export interface ImportRecord {
  readonly id: string;
  readonly status: ImportStatus;
  readonly mediaType: string | undefined;
  readonly sender: Principal;
  readonly holder: string;
  readonly correlationId: string;
  readonly bytes: number;
  readonly bytesRead: number;
  /** Rows handled so far, and what became of them. */
  readonly rows: number;
  readonly accepted: number;
  readonly knownTargets: number;
  readonly newTargets: number;
  readonly rejected: number;
  readonly failure: string | null;
  readonly receivedAt: Date;
  readonly finishedAt: Date | null;
}

export interface RejectedRow {
  /** Its place among the rows of the import, from 1. */
  readonly row: number;
  readonly line: number;
  readonly text: string;
  readonly code: ImportReject;
}

/** A target named by an accepted row. */
export interface NamedTarget {
  readonly key: Uint8Array;
  readonly contentKey: string;
  readonly reportId: string;
}

/** What became of a run of rows, settled in one transaction. */
export interface Settlement {
  readonly importId: string;
  /** Rows handled before this run: the settlement counts only on top of exactly these. */
  readonly from: number;
  readonly rows: number;
  readonly bytesRead: number;
  readonly rejects: readonly RejectedRow[];
  readonly targets: readonly NamedTarget[];
}

interface Row {
  id: string;
  status: ImportStatus;
  media_type: string | null;
  sender: Principal;
  holder: string;
  correlation_id: string;
  bytes: string;
  bytes_read: string;
  rows: string;
  accepted: string;
  known_targets: string;
  new_targets: string;
  rejected: string;
  failure: string | null;
  received_at: Date;
  finished_at: Date | null;
}

/** The imports' own tables (sql/0001-imports.sql). */
@Injectable()
export class ImportRecords {
  constructor(private readonly database: Database) {}

  async add(
    record: Pick<ImportRecord, 'id' | 'mediaType' | 'sender' | 'holder' | 'correlationId' | 'bytes' | 'receivedAt'>,
  ): Promise<void> {
    await this.database.query(
      `insert into intake_import.import (id, status, media_type, sender, holder, correlation_id, bytes, received_at)
       values ($1, 'queued', $2, $3, $4, $5, $6, $7)`,
      [
        record.id,
        record.mediaType ?? null,
        JSON.stringify(record.sender),
        record.holder,
        record.correlationId,
        record.bytes,
        record.receivedAt,
      ],
    );
  }

  async get(id: string): Promise<ImportRecord | null> {
    const { rows } = await this.database.query<Row>('select * from intake_import.import where id = $1', [id]);
    return rows[0] ? recordOf(rows[0]) : null;
  }

  /** Imports that are not finished, oldest first. */
  async open(): Promise<ImportRecord[]> {
    const { rows } = await this.database.query<Row>(
      `select * from intake_import.import where status in ('queued', 'running') order by received_at, id`,
    );
    return rows.map(recordOf);
  }

  async rejects(importId: string, afterRow: number, limit: number): Promise<RejectedRow[]> {
    const { rows } = await this.database.query<{ row: string; line: string; text: string; code: ImportReject }>(
      'select row, line, text, code from intake_import.reject where import_id = $1 and row > $2 order by row limit $3',
      [importId, afterRow, limit],
    );
    return rows.map(({ row, line, text, code }) => ({ row: Number(row), line: Number(line), text, code }));
  }

  async run(id: string): Promise<void> {
    await this.database.query(
      `update intake_import.import set status = 'running' where id = $1 and status = 'queued'`,
      [id],
    );
  }

  async finish(id: string, at: Date): Promise<void> {
    await this.database.query(
      `update intake_import.import set status = 'done', finished_at = $2, bytes_read = bytes where id = $1 and status = 'running'`,
      [id, at],
    );
  }

  async fail(id: string, at: Date, failure: string): Promise<void> {
    await this.database.query(
      `update intake_import.import set status = 'failed', finished_at = $2, failure = $3 where id = $1 and finished_at is null`,
      [id, at, failure],
    );
  }

  /**
   * Records what became of a run of rows: counts, rejects and the targets nobody had named before, together or not at all. A run that
   * was settled before is left as it is, so that a crash between append and settlement neither loses nor doubles a count.
   */
  async settle(run: Settlement): Promise<void> {
    const targets = [
      ...new Map(run.targets.map((target) => [Buffer.from(target.key).toString('hex'), target])).entries(),
    ]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, target]) => target);
    await this.database.transaction(async (tx) => {
      const { rowCount: ours } = await tx.query(
        `select from intake_import.import where id = $1 and rows = $2 and status = 'running' for update`,
        [run.importId, run.from],
      );
      if (ours !== 1) return;
      await tx.query(
        `insert into intake_import.reject (import_id, row, line, text, code)
         select $1, * from unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[])`,
        [
          run.importId,
          run.rejects.map((r) => r.row),
          run.rejects.map((r) => r.line),
          run.rejects.map((r) => r.text),
          run.rejects.map((r) => r.code),
        ],
      );
      // Known through an import: the key is taken. Known through a single report: the fold of the log has it from a report that is
      // not of this run; it may have come as far as this run already.
      const { rowCount: named } = await tx.query(
        `insert into intake_import.named_target (key, import_id)
         select n.key, $1 from unnest($2::bytea[], $3::text[]) with ordinality as n(key, content_key, at)
          where not exists (select from intake_targets.target t where t.content_key = n.content_key and t.report_id <> all ($4))
          order by n.at
         on conflict (key) do nothing`,
        [
          run.importId,
          targets.map((t) => Buffer.from(t.key)),
          targets.map((t) => t.contentKey),
          run.targets.map((t) => t.reportId),
        ],
      );
      await tx.query(
        `update intake_import.import
            set rows = rows + $2, accepted = accepted + $3, rejected = rejected + $4, known_targets = known_targets + $5,
                new_targets = new_targets + $6, bytes_read = $7
          where id = $1`,
        [
          run.importId,
          run.rows,
          run.rows - run.rejects.length,
          run.rejects.length,
          run.targets.length - (named ?? 0),
          named ?? 0,
          run.bytesRead,
        ],
      );
    });
  }
}

const recordOf = (row: Row): ImportRecord => ({
  id: row.id,
  status: row.status,
  mediaType: row.media_type ?? undefined,
  sender: row.sender,
  holder: row.holder,
  correlationId: row.correlation_id,
  bytes: Number(row.bytes),
  bytesRead: Number(row.bytes_read),
  rows: Number(row.rows),
  accepted: Number(row.accepted),
  knownTargets: Number(row.known_targets),
  newTargets: Number(row.new_targets),
  rejected: Number(row.rejected),
  failure: row.failure,
  receivedAt: row.received_at,
  finishedAt: row.finished_at,
});
