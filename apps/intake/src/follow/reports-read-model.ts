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
    const received = events.flatMap((event) => {
      if (event.type !== 'ReportReceived') return [];
      const data = event.data as EventData<'ReportReceived'>;
      return data.receiptDigest === null ? [] : [{ event, data, digest: data.receiptDigest }];
    });
    if (received.length > 0) {
      await db.query(
        `insert into report (report_id, receipt_digest, received_at, plea, targets)
         select * from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::boolean[], $5::int[]) on conflict do nothing`,
        [
          received.map(({ event }) => event.stream.slice('report-'.length)),
          received.map(({ digest }) => digest),
          received.map(({ event }) => event.occurredAt),
          received.map(({ data }) => data.helpNeeded || data.childInDanger),
          received.map(({ data }) => data.targets),
        ],
      );
    }
    // Always behind the reception of its report, which is in the same batch or an earlier one.
    for (const event of events) {
      if (event.type !== 'ReportUnusable') continue;
      const { reportId } = event.data as EventData<'ReportUnusable'>;
      await db.query('update report set unreadable = unreadable + 1 where report_id = $1', [reportId]);
    }
  },
};
