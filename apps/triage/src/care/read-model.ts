import type { ReadModel } from '#libs/messaging';
import type { Recorded } from '../recorded.js';

const TYPES = ['CaseClaimed', 'RestDeclined'] as const;

/** Who took up which case when, and when somebody went on instead of resting: what breaks and caps are counted from. */
export const careReadModel: ReadModel = {
  name: 'triage.care',
  service: 'triage',
  schema: 'triage_care',
  ddl: `
create table handled (
  person text not null,
  case_id uuid not null,
  unit text not null,
  at timestamptz not null,
  primary key (person, case_id)
);
create index handled_person on handled (person, at desc);
create index handled_unit on handled (unit, at);
create table went_on (
  event_id uuid primary key,
  person text not null,
  unit text,
  at timestamptz not null
);
create index went_on_person on went_on (person, at desc);
`,
  types: TYPES,
  orderBy: (event) => event.actor.id,
  async apply(db, events) {
    for (const event of events as Recorded<(typeof TYPES)[number]>[]) {
      if (event.type === 'RestDeclined') {
        await db.query(
          'insert into went_on (event_id, person, unit, at) values ($1, $2, $3, $4) on conflict do nothing',
          [event.id, event.data.person, event.actor.unit ?? null, event.occurredAt],
        );
        continue;
      }
      const { person, caseId, unit } = event.data;
      await db.query(
        `insert into handled (person, case_id, unit, at) values ($1, $2, $3, $4)
         on conflict (person, case_id) do nothing`,
        [person, caseId, unit, event.occurredAt],
      );
    }
  },
};
