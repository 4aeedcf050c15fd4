import type { CaseStatus, CloseOutcome, ReceiptStatus } from '#libs/contracts';
import { plusMinutes, receiptStatus, SAID_AFTER_MINUTES, type ReceiptCase } from '#libs/domain';
import type { ReadModel, ReadModelDb } from '#libs/messaging';
import type { Recorded } from '../recorded.js';

const TYPES = [
  'CaseOpened',
  'ReportAttached',
  'TakedownProposed',
  'ProposalWithdrawn',
  'ProposalReturned',
  'ProposalApproved',
  'DismissalProposed',
  'CaseDismissed',
  'CaseReopened',
  'CaseMerged',
  'CaseInForce',
  'CaseClosed',
] as const;
type ProgressEvent = Recorded<(typeof TYPES)[number]>;

/**
 * What becomes of each report, in the plain words of a receipt, for intake: nothing about units, categories or other
 * reports. A report with several links stands where the least finished of its cases stands. What was decided before the
 * report came in stays unsaid for a day, so that nobody can ask whether a link is known by reporting it.
 */
export const progressReadModel: ReadModel = {
  name: 'triage.progress',
  service: 'triage',
  schema: 'triage_progress',
  ddl: `
create table case_progress (
  case_id uuid primary key,
  status text not null,
  since timestamptz not null,
  merged_into uuid
);
create table report_case (
  report_id uuid not null,
  case_id uuid not null,
  reported_at timestamptz not null,
  primary key (report_id, case_id)
);
create view report_progress as
select distinct on (said.report_id) said.report_id, said.status, said.case_id, said.updated_at
  from (select r.report_id, r.case_id,
               case when unsaid then 'in-review' else c.status end as status,
               case when unsaid then r.reported_at else c.since end as updated_at
          from report_case r
          join case_progress c on c.case_id = r.case_id and c.merged_into is null
         cross join lateral (
           select c.since <= r.reported_at
                  and now() <= r.reported_at + interval '${String(SAID_AFTER_MINUTES)} minutes' as unsaid) early) said
 order by said.report_id, array_position(array['in-review', 'acting', 'done', 'no-action'], said.status), said.case_id;
`,
  types: TYPES,
  shares: [{ to: 'intake', relations: ['report_progress'] }],
  async apply(db, events) {
    const given = events as ProgressEvent[];
    // What opens cases and attaches reports, which is nearly everything, in one statement each: nothing earlier in a batch can
    // say anything about a case that is opened in it, and what is attached is never taken away.
    await open(db, given);
    await attach(db, given);
    for (const event of given) await applyOne(db, event);
  },
};

async function open(db: ReadModelDb, events: readonly ProgressEvent[]): Promise<void> {
  const opened = events.filter((event) => event.type === 'CaseOpened');
  if (opened.length === 0) return;
  await db.query(
    `insert into case_progress (case_id, status, since)
     select * from unnest($1::uuid[], $2::text[], $3::timestamptz[]) on conflict do nothing`,
    [
      opened.map(caseOf),
      opened.map(({ occurredAt }) => said('open', null, occurredAt)),
      opened.map(({ occurredAt }) => occurredAt),
    ],
  );
}

async function attach(db: ReadModelDb, events: readonly ProgressEvent[]): Promise<void> {
  const attached = events.flatMap((event) => {
    const caseId = caseOf(event);
    if (event.type === 'ReportAttached') return [{ caseId, report: event.data.report }];
    if (event.type !== 'CaseMerged' || event.data.into !== caseId) return [];
    return event.data.reports.map((report) => ({ caseId, report }));
  });
  if (attached.length === 0) return;
  await db.query(
    `insert into report_case (report_id, case_id, reported_at)
     select * from unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) on conflict do nothing`,
    [
      attached.map(({ report }) => report.reportId),
      attached.map(({ caseId }) => caseId),
      attached.map(({ report }) => report.reportedAt),
    ],
  );
}

const caseOf = (event: ProgressEvent): string => event.stream.slice('case-'.length);

async function applyOne(db: ReadModelDb, event: ProgressEvent): Promise<void> {
  const caseId = caseOf(event);
  switch (event.type) {
    case 'CaseOpened':
    case 'ReportAttached':
      return;
    case 'CaseMerged':
      if (event.data.into === caseId) return;
      await db.query('update case_progress set merged_into = $2 where case_id = $1', [caseId, event.data.into]);
      return;
    case 'TakedownProposed':
      return move(db, caseId, event, 'awaiting-approval');
    case 'ProposalWithdrawn':
    case 'ProposalReturned':
    case 'CaseReopened':
      return move(db, caseId, event, 'open');
    case 'ProposalApproved':
      return move(db, caseId, event, event.data.authority === null ? 'approved' : 'letter-sent');
    case 'DismissalProposed':
      return move(db, caseId, event, 'awaiting-dismissal');
    case 'CaseDismissed':
      return move(db, caseId, event, 'dismissed');
    case 'CaseInForce':
      return move(db, caseId, event, 'in-force');
    case 'CaseClosed':
      return move(db, caseId, event, 'closed', event.data.outcome);
  }
}

/** The moment counts from the first time the plain word was true: a receipt does not move with every internal step. */
async function move(
  db: ReadModelDb,
  caseId: string,
  event: ProgressEvent,
  status: ReceiptCase['status'],
  outcome: CloseOutcome | null = null,
): Promise<void> {
  await db.query('update case_progress set status = $2, since = $3 where case_id = $1 and status <> $2', [
    caseId,
    said(status, outcome, event.occurredAt),
    event.occurredAt,
  ]);
}

/** The plain word for a case that came into this status at `since`, once it may be said. */
function said(status: Exclude<CaseStatus, 'merged'>, outcome: CloseOutcome | null, since: string): ReceiptStatus {
  return receiptStatus({
    reportedAt: since,
    now: plusMinutes(since, SAID_AFTER_MINUTES + 1),
    usable: true,
    cases: [{ status, outcome, since }],
  });
}
