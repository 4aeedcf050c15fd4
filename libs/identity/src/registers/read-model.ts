import type { EventData, RegisterKind } from '#libs/contracts';
import type { RecordedEvent, ServiceName } from '#libs/event-store';
import type { ReadModel, ReadModelDb } from '#libs/messaging';

type Approved = RecordedEvent<'EntryApproved', EventData<'EntryApproved'>>;
type Retired = RecordedEvent<'EntryRetired', EventData<'EntryRetired'>>;

/** Name of a service's register subscription, for `ReadPosition.wait`. */
export const registersSubscription = (service: ServiceName): string => `${service}.registers`;

/** Schema of a service's copy of the registers. */
export const registersSchema = (service: ServiceName): string => `${service}_registers`;

/**
 * A service's own copy of the registers: every approved version of every entry with the period it counts for, so that "who
 * was competent in March" can be asked in November. A retirement is a version without a value. People's values are null
 * where the service cannot open them.
 */
export const registersReadModel = (service: ServiceName): ReadModel => ({
  name: registersSubscription(service),
  service,
  schema: registersSchema(service),
  ddl: `
create table register_version (
  kind text not null,
  entry text not null,
  position bigint not null,
  valid_from timestamptz not null,
  valid_to timestamptz,
  retired boolean not null,
  value jsonb,
  change_id uuid not null,
  proposed_by text not null,
  approved_by text not null,
  primary key (kind, entry, position)
);
create index register_version_position on register_version (position);`,
  types: ['EntryApproved', 'EntryRetired'],
  // An order is not made before dispatch's copy stands where the approval does.
  ...(service === 'dispatch' ? { goesFirst: true as const } : {}),
  async apply(db, events) {
    for (const event of events) {
      if (event.type === 'EntryApproved') await addVersion(db, event as Approved);
      else await addRetirement(db, event as Retired);
    }
  },
});

async function addVersion(db: ReadModelDb, event: Approved): Promise<void> {
  const { kind, entry, changeId, proposedBy, approvedBy } = event.data;
  const value = event.data.value ?? event.data.personal;
  const period = periodOf(value);
  await insert(db, [
    kind,
    entry,
    event.position,
    period.from ?? event.occurredAt,
    period.to,
    false,
    value,
    changeId,
    proposedBy,
    approvedBy,
  ]);
}

async function addRetirement(db: ReadModelDb, event: Retired): Promise<void> {
  const { kind, entry, changeId, proposedBy, approvedBy } = event.data;
  await insert(db, [kind, entry, event.position, event.occurredAt, null, true, null, changeId, proposedBy, approvedBy]);
}

const insert = (db: ReadModelDb, values: unknown[]): Promise<unknown> =>
  db.query(
    `insert into register_version (kind, entry, position, valid_from, valid_to, retired, value, change_id, proposed_by, approved_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
    values,
  );

/** The period an approved value states for itself; a value that cannot be opened counts from its approval. */
function periodOf(value: Record<string, unknown> | null): { from: string | null; to: string | null } {
  const text = (field: unknown): string | null => (typeof field === 'string' ? field : null);
  return { from: text(value?.['validFrom']), to: text(value?.['validTo']) };
}

/** One approved version of an entry, or its retirement, as the read model keeps it. */
export interface RegisterVersion {
  readonly kind: RegisterKind;
  readonly entry: string;
  readonly position: number;
  readonly validFrom: Date;
  readonly validTo: Date | null;
  readonly retired: boolean;
  readonly value: Record<string, unknown> | null;
}
