import type { EventOf } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';
import type { ReadModel, ReadModelDb } from '#libs/messaging';

type Recorded = RecordedEvent & EventOf<'EntryProposed' | 'EntryApproved' | 'EntryRejected' | 'EntryRetired'>;

const STEPS = {
  EntryProposed: 'proposed',
  EntryApproved: 'approved',
  EntryRejected: 'rejected',
  EntryRetired: 'retired',
} as const;

/** Every step of every change of a register, with what counted before it. */
export const registerChanges: ReadModel = {
  name: 'ledger.register-changes',
  service: 'ledger',
  schema: 'ledger_register_changes',
  ddl: `
    create table change (
      position bigint primary key, at timestamptz not null, step text not null, kind text not null, entry text not null,
      change_id uuid not null, proposed_by text, by text not null, unit text, reason text, before jsonb, after jsonb
    );
    create index change_of_entry on change (kind, entry, position);
    create index change_at on change (at);
  `,
  types: ['EntryProposed', 'EntryApproved', 'EntryRejected', 'EntryRetired'],
  async apply(db, events) {
    for (const event of events as Recorded[]) await applyOne(db, event);
  },
};

async function applyOne(db: ReadModelDb, event: Recorded): Promise<void> {
  const { data, position, recordedAt } = event;
  const { kind, entry, changeId } = data;
  const { rows } = await db.query<{ after: unknown }>(
    `select after from change where kind = $1 and entry = $2 and step in ('approved', 'retired') order by position desc limit 1`,
    [kind, entry],
  );
  const after = 'value' in data ? (data.value ?? data.personal) : null;
  await db.query(
    `insert into change (position, at, step, kind, entry, change_id, proposed_by, by, unit, reason, before, after)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing`,
    [
      position,
      recordedAt,
      STEPS[event.type],
      kind,
      entry,
      changeId,
      'proposedBy' in data ? data.proposedBy : null,
      byOf(event),
      'unit' in data ? data.unit : null,
      event.type === 'EntryRejected' ? event.data.reason : null,
      rows[0]?.after == null ? null : JSON.stringify(rows[0].after),
      after === null ? null : JSON.stringify(after),
    ],
  );
}

/** Who took this step. */
function byOf(event: Recorded): string {
  switch (event.type) {
    case 'EntryProposed':
      return event.data.proposedBy;
    case 'EntryRejected':
      return event.data.rejectedBy;
    case 'EntryApproved':
    case 'EntryRetired':
      return event.data.approvedBy;
  }
}
