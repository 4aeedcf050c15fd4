import type { EventData, EventType, Figure } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';
import type { ReadModel, ReadModelDb } from '#libs/messaging';

/** What an event counts as, and what its break-down is by; public fields only. */
const COUNTS: { readonly [T in EventType]?: (data: EventData<T>) => readonly [Figure, string] } = {
  ReportReceived: ({ channel }) => ['reports', channel],
  CaseOpened: ({ unit }) => ['cases', unit],
  CaseDismissed: ({ outcome }) => ['dismissals', outcome],
  OrderIssued: ({ category, action }) => ['orders', `${category} ${action}`],
  OrderRefused: ({ code }) => ['orders-refused', code],
  CompetentAuthorityAsked: ({ authority }) => ['letters', authority],
  RequestEnforced: ({ provider }) => ['enforcements', provider],
  RequestRefused: ({ code }) => ['provider-refusals', code],
  RequestLifted: ({ recalled }) => ['lifts', recalled ? 'recalled' : 'lifted'],
  ReviewDecided: ({ outcome }) => ['reviews', outcome],
  // What a provider removed or blocked without being asked: no order of ours, so beside the orders and not among them.
  SelfReportReceived: ({ provider }) => ['self-reports', provider],
  AttemptRefused: ({ refusal }) => ['attempts-refused', refusal],
  EntryApproved: ({ kind }) => ['settings-changed', kind],
  EntryRetired: ({ kind }) => ['settings-changed', kind],
};

const TYPES = Object.keys(COUNTS) as EventType[];

/** The month in Việt Nam (UTC+7, no summer time), from the time of record. */
const monthOf = (recordedAt: string): string =>
  new Date(Date.parse(recordedAt) + 7 * 3_600_000).toISOString().slice(0, 7);

const counted = (event: RecordedEvent): readonly [Figure, string] | undefined => {
  const count = COUNTS[event.type as EventType] as ((data: unknown) => readonly [Figure, string]) | undefined;
  return count?.(event.data);
};

/**
 * Public figures count everything: also what was dismissed, refused or changed in the settings. One order key per
 * figure, so that two subscriptions' transactions never wait for one row in turns.
 */
export const figures: ReadModel = {
  name: 'ledger.figures',
  service: 'ledger',
  schema: 'ledger_figures',
  mayRest: true,
  ddl: `create table figure (month text, figure text, key text, count bigint not null, primary key (month, figure, key));`,
  types: TYPES,
  orderBy: () => 'figures',
  async apply(db: ReadModelDb, events: RecordedEvent[]): Promise<void> {
    const sums = new Map<string, readonly [string, Figure, string, number]>();
    for (const event of events) {
      const found = counted(event);
      if (found === undefined) continue;
      const [figure, key] = found;
      const month = monthOf(event.recordedAt);
      const id = `${month} ${figure} ${key}`;
      sums.set(id, [month, figure, key, (sums.get(id)?.[3] ?? 0) + 1]);
    }
    const rows = [...sums.values()];
    await db.query(
      `insert into figure as f (month, figure, key, count)
       select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[])
       on conflict (month, figure, key) do update set count = f.count + excluded.count`,
      [0, 1, 2, 3].map((column) => rows.map((row) => row[column])),
    );
  },
};
