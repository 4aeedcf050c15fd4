import { CATEGORIES, PRIORITIES, keysOf, type Deadline, type Target } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';
import type { ReadModel, ReadModelDb } from '#libs/messaging';
import type { Recorded } from '../recorded.js';
import { foldText } from './fold-text.js';
import { CASE_ROW_EVENTS, evolveRow, type CaseRow, type CaseRowEvent } from './row.js';
import { dueSteps, policyOf } from './steps.js';

const RANKS = keysOf(PRIORITIES);
/** Clear text of one case that the search looks at; longer texts are cut, so that a hot case stays one row. */
const LONGEST_TEXT = 20_000;

type DeadlineEvent = Recorded<'EntryApproved' | 'EntryRetired'>;

const DDL = `
create table queue_case (
  case_id uuid primary key,
  status text not null,
  category text,
  priority_rank int not null,
  unit text not null,
  coordinating text[] not null,
  province text,
  claimed_by text,
  claim_until timestamptz,
  assignee text,
  content_keys text[] not null,
  hosts text[] not null,
  domains text[] not null,
  due_at timestamptz,
  opened_at timestamptz not null,
  reports int not null,
  sources int not null,
  search text not null,
  due jsonb not null,
  state jsonb not null
);
create index queue_case_unit_status on queue_case (unit, status, priority_rank, opened_at, case_id);
create index queue_case_unit_urgency on queue_case (unit, priority_rank, opened_at, case_id, due_at);
create index queue_case_unit_opened on queue_case (unit, opened_at, case_id);
create index queue_case_urgency on queue_case (priority_rank, opened_at, case_id, due_at);
create index queue_case_opened on queue_case (opened_at, case_id);
create index queue_case_overdue on queue_case (unit, due_at) where due_at is not null;
create index queue_case_due on queue_case (coalesce(due_at, 'infinity'), priority_rank, case_id);
create index queue_case_reports on queue_case (reports, opened_at, case_id);
create index queue_case_coordinating on queue_case using gin (coordinating);
create index queue_case_content on queue_case using gin (content_keys);
create index queue_case_hosts on queue_case using gin (hosts);
create index queue_case_domains on queue_case using gin (domains);
create index queue_case_review on queue_case (coalesce(due_at, 'infinity'), priority_rank, case_id)
  where jsonb_typeof(state -> 'review') = 'object';
create index queue_case_search on queue_case using gin (search gin_trgm_ops);
create table queue_report (
  case_id uuid not null,
  report_id uuid not null,
  source text not null,
  primary key (case_id, report_id)
);
create table queue_deadline (entry text primary key, value jsonb not null);
`;

/**
 * One row per case, with everything that the queue filters, sorts and shows. All events are folded in the order of
 * positions (`orderBy`), because due times depend on the deadline register as it stood when a step began.
 */
export const queueReadModel: ReadModel = {
  name: 'triage.queue',
  service: 'triage',
  schema: 'triage_queue',
  // A row keeps every request for review that waits, not the newest alone.
  version: 2,
  ddl: DDL,
  types: [...CASE_ROW_EVENTS, 'EntryApproved', 'EntryRetired'],
  orderBy: () => 'queue',
  async apply(db, events) {
    const batch = await Batch.load(db, events);
    for (const event of events) await batch.apply(event);
    await batch.save();
  },
};

/** The rows that a batch of events touches, loaded once, folded in memory, saved once. */
class Batch {
  readonly #rows = new Map<string, CaseRow>();
  readonly #touched = new Set<string>();
  readonly #reports: { caseId: string; reportId: string; source: string }[] = [];
  #deadlines: Map<string, Deadline>;

  private constructor(
    private readonly db: ReadModelDb,
    rows: readonly CaseRow[],
    deadlines: Map<string, Deadline>,
  ) {
    for (const row of rows) this.#rows.set(row.caseId, row);
    this.#deadlines = deadlines;
  }

  static async load(db: ReadModelDb, events: readonly RecordedEvent[]): Promise<Batch> {
    const ids = [...new Set(events.flatMap((event) => caseIdOf(event) ?? []))];
    const rows = await db.query<{ state: CaseRow }>('select state from queue_case where case_id = any($1)', [ids]);
    const deadlines = await db.query<{ entry: string; value: Deadline }>('select entry, value from queue_deadline');
    return new Batch(
      db,
      rows.rows.map(({ state }) => state),
      new Map(deadlines.rows.map(({ entry, value }) => [entry, value])),
    );
  }

  async apply(event: RecordedEvent): Promise<void> {
    if (event.type === 'EntryApproved' || event.type === 'EntryRetired') return this.#deadline(event as DeadlineEvent);
    const caseId = caseIdOf(event);
    if (caseId === undefined) return;
    const known = event as CaseRowEvent;
    const row = evolveRow(this.#rows.get(caseId), known);
    if (row === undefined) return;
    this.#rows.set(caseId, row);
    this.#touched.add(caseId);
    for (const report of reportsOf(known, caseId)) {
      this.#reports.push({ caseId, reportId: report.reportId, source: report.source ?? report.reportId });
    }
  }

  async #deadline(event: DeadlineEvent): Promise<void> {
    if (event.data.kind !== 'deadline') return;
    if (event.type === 'EntryRetired') {
      this.#deadlines.delete(event.data.entry);
      await this.db.query('delete from queue_deadline where entry = $1', [event.data.entry]);
      return;
    }
    const value = event.data.value as Deadline | null;
    if (value === null) return;
    // Rows folded so far in this batch were due by the policy before this event.
    await this.save();
    this.#deadlines.set(event.data.entry, value);
    await this.db.query(
      'insert into queue_deadline (entry, value) values ($1, $2) on conflict (entry) do update set value = excluded.value',
      [event.data.entry, JSON.stringify(value)],
    );
  }

  async save(): Promise<void> {
    if (this.#touched.size === 0) return;
    await this.db.query(
      `insert into queue_report (case_id, report_id, source)
       select * from unnest($1::uuid[], $2::uuid[], $3::text[]) on conflict do nothing`,
      [
        this.#reports.map(({ caseId }) => caseId),
        this.#reports.map(({ reportId }) => reportId),
        this.#reports.map(({ source }) => source),
      ],
    );
    const policy = policyOf([...this.#deadlines.values()]);
    const rows = [...this.#touched].flatMap((caseId) => {
      const row = this.#rows.get(caseId);
      if (row === undefined) return [];
      const due = dueSteps(row, policy);
      return [
        {
          case_id: row.caseId,
          status: row.status,
          category: row.category,
          priority_rank: RANKS.indexOf(row.priority),
          unit: row.unit,
          coordinating: row.coordinating,
          province: row.province,
          claimed_by: row.claim?.by ?? null,
          claim_until: row.claim?.until ?? null,
          assignee: row.assignee,
          content_keys: partsOf(row.targets, 'contentKey'),
          hosts: partsOf(row.targets, 'host'),
          domains: partsOf(row.targets, 'domain'),
          due_at: due[0]?.at ?? null,
          opened_at: row.openedAt,
          search: searchTextOf(row),
          due,
          state: row,
        },
      ];
    });
    await this.db.query(SAVE, [JSON.stringify(rows)]);
    this.#touched.clear();
    this.#reports.length = 0;
  }
}

const SAVE = `
with given as (
  select * from jsonb_to_recordset($1::jsonb) as row(
    case_id uuid, status text, category text, priority_rank int, unit text, coordinating text[], province text,
    claimed_by text, claim_until timestamptz, assignee text, content_keys text[],
    hosts text[], domains text[], due_at timestamptz, opened_at timestamptz,
    search text, due jsonb, state jsonb)
), counted as (
  select given.*,
         (select count(*) from queue_report r where r.case_id = given.case_id)::int as reports,
         (select count(distinct r.source) from queue_report r where r.case_id = given.case_id)::int as sources
    from given
)
insert into queue_case (case_id, status, category, priority_rank, unit, coordinating, province, claimed_by, claim_until,
                        assignee, content_keys, hosts, domains, due_at, opened_at, search, due, state, reports, sources)
select case_id, status, category, priority_rank, unit, coordinating, province, claimed_by, claim_until,
       assignee, content_keys, hosts, domains, due_at, opened_at, search, due, state, reports, sources
  from counted
on conflict (case_id) do update set
  (status, category, priority_rank, unit, coordinating, province, claimed_by, claim_until,
   assignee, content_keys, hosts, domains, due_at, opened_at, search, due, state, reports, sources) =
  (excluded.status, excluded.category, excluded.priority_rank, excluded.unit, excluded.coordinating, excluded.province,
   excluded.claimed_by, excluded.claim_until, excluded.assignee, excluded.content_keys, excluded.hosts, excluded.domains, excluded.due_at, excluded.opened_at,
   excluded.search, excluded.due, excluded.state, excluded.reports, excluded.sources)`;

/** `CaseMerged` stands on two streams: the stream says whose event it is. */
function caseIdOf(event: RecordedEvent): string | undefined {
  return /^(?:case|claim)-(.{36})$/.exec(event.stream)?.[1];
}

function reportsOf(event: CaseRowEvent, caseId: string): readonly { reportId: string; source: string | null }[] {
  if (event.type === 'ReportAttached') return [event.data.report];
  if (event.type === 'CaseMerged' && event.data.into === caseId) return event.data.reports;
  return [];
}

/** Each distinct content key, host or registrable domain of the identified targets. */
const partsOf = (targets: readonly (Target | null)[], part: 'contentKey' | 'host' | 'domain'): string[] => [
  ...new Set(targets.flatMap((target) => (target?.state === 'accepted' ? (target[part] ?? []) : []))),
];

function searchTextOf(row: CaseRow): string {
  const targets = row.targets.flatMap((target) => {
    if (target === null || target.state === 'none') return [];
    return target.state === 'accepted' ? [target.raw, target.canonicalUrl, target.contentKey] : [target.raw];
  });
  const category = row.category === null ? [] : [CATEGORIES[row.category].vi, CATEGORIES[row.category].en];
  const texts = [row.caseId, ...targets, ...category, row.unit, row.province ?? '', ...row.notes];
  return foldText(texts.join('\n').slice(0, LONGEST_TEXT));
}
