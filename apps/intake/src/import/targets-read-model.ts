import type { EventData } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';
import type { ReadModel } from '#libs/messaging';

/**
 * Which report named a target first, by content key: so that an import can say which of its targets were new, whichever way
 * the earlier report came. Answers no question about reports to anybody outside.
 */
export const targetsReadModel: ReadModel = {
  name: 'intake.targets',
  service: 'intake',
  schema: 'intake_targets',
  mayRest: true,
  ddl: `
create table target (
  content_key text primary key,
  report_id uuid not null
);`,
  types: ['TargetReported'],
  async apply(db, events) {
    const first = new Map<string, string>();
    for (const { data } of events as RecordedEvent<'TargetReported', EventData<'TargetReported'>>[]) {
      if (data.target?.state === 'accepted' && !first.has(data.target.contentKey))
        first.set(data.target.contentKey, data.reportId);
    }
    await db.query(
      `insert into target (content_key, report_id) select * from unnest($1::text[], $2::uuid[]) order by 1 on conflict do nothing`,
      [[...first.keys()], [...first.values()]],
    );
  },
};
