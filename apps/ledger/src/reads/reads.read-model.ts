import type { EventOf } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';
import type { ReadModel } from '#libs/messaging';

type Recorded = RecordedEvent & EventOf<'CaseViewed' | 'TextRevealed' | 'EvidenceExported'>;

const WHAT = { CaseViewed: 'viewed', TextRevealed: 'revealed', EvidenceExported: 'exported' } as const;

const detailOf = (event: Recorded): string | null => {
  if (event.type === 'TextRevealed') return event.data.what;
  return event.type === 'EvidenceExported' ? event.data.purpose : null;
};

/** Who read what, by case and by person. */
export const reads: ReadModel = {
  name: 'ledger.reads',
  service: 'ledger',
  schema: 'ledger_reads',
  mayRest: true,
  ddl: `
    create table read (
      position bigint primary key, at timestamptz not null, app text not null, actor_kind text not null, actor_id text not null,
      actor_unit text, what text not null, case_id uuid, detail text
    );
    create index read_of_case on read (case_id, position);
    create index read_of_person on read (actor_id, position);
  `,
  types: ['CaseViewed', 'TextRevealed', 'EvidenceExported'],
  async apply(db, events) {
    for (const event of events as Recorded[]) {
      await db.query(
        `insert into read (position, at, app, actor_kind, actor_id, actor_unit, what, case_id, detail)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
        [
          event.position,
          event.recordedAt,
          event.stream.split('-')[1] ?? '',
          event.actor.kind,
          event.actor.id,
          event.actor.unit ?? null,
          WHAT[event.type],
          event.data.caseId,
          detailOf(event),
        ],
      );
    }
  },
};
