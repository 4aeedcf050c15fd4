import { Injectable } from '@nestjs/common';
import { RECEIPT_STATUSES, type ReceiptStatus } from '#libs/contracts';
import { Database } from '#libs/service-kit';

/** Where a report stands. `caseId` is for staff and agencies only. */
export interface Progress {
  readonly status: ReceiptStatus;
  readonly caseId: string | null;
  readonly receivedAt: Date;
  readonly updatedAt: Date;
}

interface Row {
  received_at: Date;
  plea: boolean;
  targets: number;
  unreadable: number;
  status: string | null;
  case_id: string | null;
  updated_at: Date | null;
}

/** The one view that triage lets intake read: what became of a report, and nothing of the case but its id. */
const VIEW = 'triage_progress.report_progress';
const WITHOUT_TRIAGE =
  '(select null::uuid as report_id, null::text as status, null::uuid as case_id, null::timestamptz as updated_at)';
const UNDEFINED_TABLE = '42P01';
const INVALID_SCHEMA = '3F000';

/** Looks up where reports stand: one statement, which takes the same way whether there is anything to find or not. */
@Injectable()
export class ReportProgress {
  constructor(private readonly database: Database) {}

  async byReceipt(receiptDigest: string): Promise<Progress | null> {
    const rows = await this.#select('r.receipt_digest = $1', receiptDigest);
    return rows[0] ? progressOf(rows[0]) : null;
  }

  /** What triage says of a report; null when it has not said anything yet. */
  async byReport(reportId: string): Promise<Pick<Progress, 'status' | 'caseId'> | null> {
    const rows = await this.#withTriage((view) =>
      this.database.query<Pick<Row, 'status' | 'case_id'>>(
        `select p.status, p.case_id from ${view} p where p.report_id = $1`,
        [reportId],
      ),
    );
    const row = rows[0];
    return row && isStatus(row.status) ? { status: row.status, caseId: row.case_id } : null;
  }

  #select(where: string, value: string): Promise<Row[]> {
    return this.#withTriage((view) =>
      this.database.query<Row>(
        `select r.received_at, r.plea, r.targets, r.unreadable, p.status, p.case_id, p.updated_at
           from intake_reports.report r
           -- Laterally: so the view is asked about this one report and not worked out for all of them.
           left join lateral (select * from ${view} v where v.report_id = r.report_id) p on true
          where ${where}`,
        [value],
      ),
    );
  }

  /** Triage may not have been installed yet: then nothing is known beyond the reception. */
  async #withTriage<R>(query: (view: string) => Promise<{ rows: R[] }>): Promise<R[]> {
    try {
      return (await query(VIEW)).rows;
    } catch (error) {
      const code = (error as { code?: unknown }).code;
      if (code !== UNDEFINED_TABLE && code !== INVALID_SCHEMA) throw error;
      return (await query(WITHOUT_TRIAGE)).rows;
    }
  }
}

const isStatus = (status: string | null): status is ReceiptStatus => status !== null && status in RECEIPT_STATUSES;

function progressOf(row: Row): Progress {
  return {
    status: isStatus(row.status) ? row.status : statusOnReception(row.targets, row.unreadable, row.plea),
    caseId: row.case_id,
    receivedAt: row.received_at,
    // Never before this report came in: an earlier moment would tell that somebody else reported the link first.
    updatedAt: row.updated_at !== null && row.updated_at > row.received_at ? row.updated_at : row.received_at,
  };
}

/** Before triage has said anything. A plea is never answered with "the link could not be read". */
export const statusOnReception = (targets: number, unreadable: number, plea: boolean): ReceiptStatus =>
  targets > 0 && unreadable === targets && !plea ? 'need-more' : 'received';
