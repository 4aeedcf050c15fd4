import type { ReadModel } from '#libs/messaging';
import type { Recorded } from '../recorded.js';

const TYPES = ['ReviewRequested', 'ReviewDecided', 'CaseClosed'] as const;
type ReviewEvent = Recorded<(typeof TYPES)[number]>;

/** Schools' objections and what became of each, for the school alone: no word that anybody wrote, no name of who decided. */
export const reviewsReadModel: ReadModel = {
  name: 'triage.reviews',
  service: 'triage',
  schema: 'triage_reviews',
  ddl: `
create table objection (
  review_id uuid primary key,
  case_id uuid not null,
  order_id uuid not null,
  -- The school: its unit, so that a new key still finds them; the key where it belongs to none.
  school text not null,
  state text not null,
  asked_at timestamptz not null,
  decided_at timestamptz,
  position bigint not null
);
create index objection_school on objection (school, position);
create index objection_open on objection (case_id) where state = 'pending';
`,
  types: TYPES,
  async apply(db, events) {
    for (const event of events as ReviewEvent[]) {
      switch (event.type) {
        case 'ReviewRequested': {
          const { actor, data, occurredAt, position } = event;
          if (actor.kind !== 'key' || actor.role !== 'school') break;
          await db.query(
            `insert into objection (review_id, case_id, order_id, school, state, asked_at, position)
             values ($1, $2, $3, $4, 'pending', $5, $6) on conflict do nothing`,
            [data.reviewId, data.caseId, data.order, actor.unit ?? actor.id, occurredAt, position],
          );
          break;
        }
        case 'ReviewDecided':
          await db.query('update objection set state = $2, decided_at = $3 where review_id = $1', [
            event.data.reviewId,
            event.data.outcome,
            event.occurredAt,
          ]);
          break;
        case 'CaseClosed':
          // Nothing of it is in force any more: whoever still waited has what they asked for, by another decision.
          await db.query(
            `update objection set state = 'ended', decided_at = $2 where case_id = $1 and state = 'pending'`,
            [event.data.caseId, event.occurredAt],
          );
      }
    }
  },
};
