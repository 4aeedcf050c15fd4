import type { EventData } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';
import type { ReadModel, ReadModelDb } from '#libs/messaging';

/** What the rules stopped, by case and by person. */
export const attempts: ReadModel = {
  name: 'ledger.attempts',
  service: 'ledger',
  schema: 'ledger_attempts',
  mayRest: true,
  ddl: `
    create table attempt (
      position bigint primary key, at timestamptz not null, app text not null, actor_kind text not null, actor_id text not null,
      actor_unit text, attempt text not null, refusal text not null, case_id uuid, subject text
    );
    create index attempt_of_case on attempt (case_id, position);
    create index attempt_of_person on attempt (actor_id, position);
  `,
  types: ['AttemptRefused'],
  async apply(db: ReadModelDb, events: RecordedEvent[]): Promise<void> {
    for (const event of events) {
      const data = event.data as EventData<'AttemptRefused'>;
      await db.query(
        `insert into attempt (position, at, app, actor_kind, actor_id, actor_unit, attempt, refusal, case_id, subject)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
        [
          event.position,
          event.recordedAt,
          event.stream.split('-')[1] ?? '',
          event.actor.kind,
          event.actor.id,
          event.actor.unit ?? null,
          data.attempt,
          data.refusal,
          data.caseId,
          data.subject,
        ],
      );
    }
  },
};
