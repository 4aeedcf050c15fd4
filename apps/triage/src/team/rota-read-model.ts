import type { ReadModel } from '#libs/messaging';
import type { Recorded } from '../recorded.js';

const TYPES = ['OnCallSet', 'OnCallCancelled'] as const;

/** Shifts of the on-call rota that were not cancelled. */
export const rotaReadModel: ReadModel = {
  name: 'triage.rota',
  service: 'triage',
  schema: 'triage_rota',
  ddl: `
create table shift (
  shift_id uuid primary key,
  unit text not null,
  person text not null,
  begins timestamptz not null,
  ends timestamptz not null,
  set_by text not null
);
create index shift_unit on shift (unit, begins);
`,
  types: TYPES,
  async apply(db, events) {
    for (const event of events as Recorded<(typeof TYPES)[number]>[]) {
      if (event.type === 'OnCallCancelled') {
        await db.query('delete from shift where shift_id = $1', [event.data.shiftId]);
        continue;
      }
      const { shiftId, unit, person, from, until, by } = event.data;
      await db.query(
        `insert into shift (shift_id, unit, person, begins, ends, set_by) values ($1, $2, $3, $4, $5, $6)
         on conflict do nothing`,
        [shiftId, unit, person, from, until, by],
      );
    }
  },
};
