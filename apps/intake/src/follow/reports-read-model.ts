import type { EventData } from '#libs/contracts';
import type { ReadModel } from '#libs/messaging';

/**
 * By receipt: when it was received and whether any of its links could be read. Holds digests of receipts, never receipts, and
 * nothing of what was said. Imported rows hand out no receipt and are not in it.
 */
export const reportsReadModel: ReadModel = {
  name: 'intake.reports',
  service: 'intake',
  schema: 'intake_reports',
  ddl: `
create table report (
  report_id uuid primary key,
  receipt_digest text not null unique,
  received_at timestamptz not null,
  plea boolean not null,
  targets integer not null,
  unreadable integer not null default 0
);`,
  types: ['ReportReceived', 'ReportUnusable'],
  orderBy: (event) => event.stream,
  async apply(db, events) {
    for (const event of events) {
      if (event.type === 'ReportReceived') {
        const data = event.data as EventData<'ReportReceived'>;
        if (data.receiptDigest === null) continue;
        await db.query(
          `insert into report (report_id, receipt_digest, received_at, plea, targets) values ($1, $2, $3, $4, $5)
           on conflict do nothing`,
          [
            event.stream.slice('report-'.length),
            data.receiptDigest,
            event.occurredAt,
            data.helpNeeded || data.childInDanger,
            data.targets,
          ],
        );
      } else {
        const { reportId } = event.data as EventData<'ReportUnusable'>;
        await db.query('update report set unreadable = unreadable + 1 where report_id = $1', [reportId]);
      }
    }
  },
};
