import type { EventData, EventOf, EventType, SampleKind } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';
import type { ReadModel, ReadModelDb } from '#libs/messaging';

/** Which event makes a case one of a kind that a sample may be narrowed to. */
const KINDS: Partial<Record<EventType, SampleKind>> = {
  CaseDismissed: 'dismissed',
  ProposalReturned: 'returned',
  ProposalApproved: 'approved',
  OrderRefused: 'order-refused',
  RequestRefused: 'order-refused',
  CompetentAuthorityAsked: 'letter',
  ReferralSent: 'referred',
  ReviewRequested: 'reviewed',
  CaseMerged: 'merged',
  CaseClosed: 'closed',
};

const TYPES = [
  'CaseOpened',
  'ReportAttached',
  'CaseClaimed',
  'CaseClassified',
  'CaseAssigned',
  'ProposalReturned',
  'ProposalApproved',
  'CaseDismissed',
  'CaseReopened',
  'CaseMerged',
  'CaseClosed',
  'ReviewRequested',
  'OrderRefused',
  'CompetentAuthorityAsked',
  'ReferralSent',
  'SupportRequested',
  'SupportOffered',
  'SupportProvided',
  'RequestQueued',
  'RequestEnforced',
  'RequestRefused',
  'LiftQueued',
  'RequestLifted',
] as const satisfies readonly EventType[];

type Recorded = RecordedEvent & EventOf<(typeof TYPES)[number]>;

const DDL = `
create table case_row (
  case_id uuid primary key,
  unit text not null,
  category text,
  opened_position bigint not null,
  opened_at timestamptz not null,
  reports int not null default 0,
  looked_at timestamptz,
  decided_at timestamptz,
  referred_at timestamptz,
  help_asked_at timestamptz,
  supported_at timestamptz
);
create index case_row_opened on case_row (opened_at);
-- The first time each thing happened to a case.
create table case_mark (
  case_id uuid not null,
  kind text not null,
  position bigint not null,
  primary key (case_id, kind)
);
create table attached (
  case_id uuid not null,
  at timestamptz not null,
  position bigint primary key
);
create index attached_at on attached (at);
create table dismissal (
  position bigint primary key,
  at timestamptz not null,
  case_id uuid not null,
  outcome text not null,
  person text not null,
  proposed_by text,
  reopened_at timestamptz
);
create index dismissal_of_case on dismissal (case_id);
create table request_row (
  request_id uuid primary key,
  case_id uuid not null,
  provider text not null,
  queued_at timestamptz not null,
  enforced_at timestamptz,
  lift_queued_at timestamptz,
  lifted_at timestamptz
);
create index request_row_case on request_row (case_id);
`;

/** One row for each case with when what happened to it: what samples are drawn from, and what figures are made of. */
export const caseRows: ReadModel = {
  name: 'ledger.cases',
  service: 'ledger',
  schema: 'ledger_cases',
  mayRest: true,
  ddl: DDL,
  types: TYPES,
  async apply(db, events) {
    // First of all, and together: nothing that follows in a batch can be about a request before it was queued, or about a case before
    // it was opened; and what is counted does not mind the order.
    await opened(db, ofType(events as Recorded[], 'CaseOpened'));
    await attached(db, ofType(events as Recorded[], 'ReportAttached'));
    await queued(db, ofType(events as Recorded[], 'RequestQueued'));
    for (const event of events as Recorded[]) {
      if (TOGETHER.has(event.type)) continue;
      await applyOne(db, event);
      const kind = KINDS[event.type];
      if (kind !== undefined) {
        await db.query('insert into case_mark (case_id, kind, position) values ($1, $2, $3) on conflict do nothing', [
          event.data.caseId,
          kind,
          event.position,
        ]);
      }
    }
  },
};

/** What comes in crowds is written with one statement for all of its type. */
const TOGETHER: ReadonlySet<EventType> = new Set(['CaseOpened', 'ReportAttached', 'RequestQueued']);

type Of<T extends Recorded['type']> = Recorded & { type: T };

const ofType = <T extends Recorded['type']>(events: readonly Recorded[], type: T): Of<T>[] =>
  events.filter((event): event is Of<T> => event.type === type);

async function opened(db: ReadModelDb, events: readonly Of<'CaseOpened'>[]): Promise<void> {
  if (events.length === 0) return;
  await db.query(
    `insert into case_row (case_id, unit, opened_position, opened_at)
     select * from unnest($1::uuid[], $2::text[], $3::bigint[], $4::timestamptz[]) on conflict do nothing`,
    [
      events.map(({ data }) => data.caseId),
      events.map(({ data }) => data.unit),
      events.map(({ position }) => position),
      events.map(({ recordedAt }) => recordedAt),
    ],
  );
}

async function attached(db: ReadModelDb, events: readonly Of<'ReportAttached'>[]): Promise<void> {
  if (events.length === 0) return;
  const caseIds = events.map(({ data }) => data.caseId);
  await db.query(
    `insert into attached (case_id, at, position)
     select * from unnest($1::uuid[], $2::timestamptz[], $3::bigint[]) on conflict do nothing`,
    [caseIds, events.map(({ recordedAt }) => recordedAt), events.map(({ position }) => position)],
  );
  await db.query(
    `update case_row c set reports = c.reports + a.count
     from (select case_id, count(*)::int as count from unnest($1::uuid[]) as given (case_id) group by case_id) a
     where c.case_id = a.case_id`,
    [caseIds],
  );
}

/** One order for many providers is many requests: one statement. */
async function queued(db: ReadModelDb, events: readonly Of<'RequestQueued'>[]): Promise<void> {
  if (events.length === 0) return;
  await db.query(
    `insert into request_row (request_id, case_id, provider, queued_at)
     select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[]) on conflict do nothing`,
    [
      events.map(({ data }) => data.requestId),
      events.map(({ data }) => data.caseId),
      events.map(({ data }) => data.provider),
      events.map(({ recordedAt }) => recordedAt),
    ],
  );
}

/** Sets a time where none is set yet: the first look, the first decision. */
const first = (db: ReadModelDb, column: string, { data, recordedAt }: Recorded): Promise<unknown> =>
  db.query(`update case_row set ${column} = coalesce(${column}, $2) where case_id = $1`, [data.caseId, recordedAt]);

const ofRequest = (db: ReadModelDb, column: string, requestId: string, at: string): Promise<unknown> =>
  db.query(`update request_row set ${column} = coalesce(${column}, $2) where request_id = $1`, [requestId, at]);

async function applyOne(db: ReadModelDb, event: Recorded): Promise<void> {
  const { recordedAt } = event;
  switch (event.type) {
    case 'CaseClaimed':
      await first(db, 'looked_at', event);
      return;
    case 'CaseClassified':
      await db.query('update case_row set category = $2 where case_id = $1', [event.data.caseId, event.data.category]);
      await first(db, 'looked_at', event);
      return;
    case 'CaseAssigned':
      await db.query('update case_row set unit = $2 where case_id = $1', [event.data.caseId, event.data.unit]);
      return;
    case 'ProposalApproved':
      await first(db, 'decided_at', event);
      return;
    case 'CaseDismissed':
      await first(db, 'looked_at', event);
      await first(db, 'decided_at', event);
      await dismissed(db, event, event.data);
      return;
    case 'CaseReopened':
      await db.query('update dismissal set reopened_at = $2 where case_id = $1 and reopened_at is null', [
        event.data.caseId,
        recordedAt,
      ]);
      return;
    case 'ReferralSent':
      await first(db, 'referred_at', event);
      return;
    case 'SupportRequested':
      await first(db, 'help_asked_at', event);
      return;
    case 'SupportOffered':
    case 'SupportProvided':
      await first(db, 'supported_at', event);
      return;
    case 'RequestEnforced':
      await ofRequest(db, 'enforced_at', event.data.requestId, recordedAt);
      return;
    case 'LiftQueued':
      await ofRequest(db, 'lift_queued_at', event.data.requestId, recordedAt);
      return;
    case 'RequestLifted':
      // What the provider never had was not unblocked.
      if (!event.data.recalled) await ofRequest(db, 'lifted_at', event.data.requestId, recordedAt);
      return;
    case 'CaseOpened':
    case 'ReportAttached':
    case 'RequestQueued':
    case 'ProposalReturned':
    case 'CaseMerged':
    case 'CaseClosed':
    case 'ReviewRequested':
    case 'OrderRefused':
    case 'CompetentAuthorityAsked':
    case 'RequestRefused':
      return;
  }
}

async function dismissed(
  db: ReadModelDb,
  { position, recordedAt }: Recorded,
  { caseId, outcome, person, proposedBy }: EventData<'CaseDismissed'>,
): Promise<void> {
  await db.query(
    `insert into dismissal (position, at, case_id, outcome, person, proposed_by) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [position, recordedAt, caseId, outcome, person, proposedBy],
  );
}
