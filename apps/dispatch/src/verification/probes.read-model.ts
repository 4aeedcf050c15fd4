import type { RequestEvent } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';
import type { ReadModel, ReadModelDb } from '#libs/messaging';
import { REQUEST_EVENTS } from '../feed/feed.read-model.js';
import { runsOf } from '../feed/runs.js';
import type { Delivered, Queued } from '../feed/runs.js';

const DDL = `
create table probe_row (
  request_id uuid primary key,
  provider text not null,
  -- The name that is asked about; null for referral categories, whose names are never asked about.
  name text,
  kind text not null,
  state text not null,
  since timestamptz not null
);
create index probe_row_state on probe_row (state, provider);
`;

/** What can be looked for at a resolver: requests on names, how far each is, and since when. */
export const probesReadModel: ReadModel = {
  name: 'dispatch.probes',
  service: 'dispatch',
  schema: 'dispatch_probes',
  mayRest: true,
  ddl: DDL,
  types: REQUEST_EVENTS,
  async apply(db, events) {
    for (const run of runsOf(events as (RecordedEvent & RequestEvent)[])) {
      const [first] = run;
      if (first?.type === 'RequestQueued') await queued(db, run as Queued[]);
      else if (first?.type === 'RequestDelivered') await delivered(db, run as Delivered[]);
      else for (const event of run) await applyOne(db, event);
    }
  },
};

async function applyOne(db: ReadModelDb, event: RecordedEvent & RequestEvent): Promise<void> {
  const request = event.data.requestId;
  const to = async (state: string, kind: 'block' | 'lift'): Promise<void> => {
    await db.query('update probe_row set state = $2, kind = $3, since = $4 where request_id = $1', [
      request,
      state,
      kind,
      event.occurredAt,
    ]);
  };
  const forget = async (): Promise<void> => {
    await db.query('delete from probe_row where request_id = $1', [request]);
  };
  switch (event.type) {
    case 'RequestEnforced':
      await to('enforced', 'block');
      return;
    case 'EnforcementVerified':
      await to('verified', 'block');
      return;
    case 'EnforcementNotSeen':
      await to('not-seen', 'block');
      return;
    case 'LiftQueued':
      await to('waiting', 'lift');
      return;
    case 'LiftDelivered':
      await to('delivered', 'lift');
      return;
    case 'LiftNotSeen':
      await to('not-seen', 'lift');
      return;
    case 'RequestLifted':
      await (event.data.recalled ? forget() : to('enforced', 'lift'));
      return;
    case 'RequestResent':
    case 'RequestParked':
      await db.query(`update probe_row set state = 'waiting' where request_id = $1`, [request]);
      return;
    case 'LiftVerified':
    case 'RequestRefused':
    case 'RequestNotExpressible':
      await forget();
      return;
    case 'RequestQueued':
    case 'RequestDelivered':
    case 'RequestRenewed':
    case 'RequestAcknowledged':
    case 'RequestEscalated':
    case 'RequestOverdue':
    case 'LiftOverdue':
      return;
  }
}

/** One order for many providers, in one statement. */
async function queued(db: ReadModelDb, events: readonly Queued[]): Promise<void> {
  const rows = events.flatMap(({ data, occurredAt }) => {
    const { requestId, provider, target, category } = data;
    // A resolver sees no paths, and an erased target names nothing.
    if (target === null || 'url' in target) return [];
    const name = category === null ? null : 'domain' in target ? target.domain : target.host;
    return [{ requestId, provider, name, occurredAt }];
  });
  await db.query(
    `insert into probe_row (request_id, provider, name, kind, state, since)
     select id, provider, name, 'block', 'waiting', since
       from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]) as r(id, provider, name, since)
     on conflict (request_id) do update
       set name = excluded.name, kind = 'block', state = 'waiting', since = excluded.since`,
    [
      rows.map(({ requestId }) => requestId),
      rows.map(({ provider }) => provider),
      rows.map(({ name }) => name),
      rows.map(({ occurredAt }) => occurredAt),
    ],
  );
}

async function delivered(db: ReadModelDb, events: readonly Delivered[]): Promise<void> {
  await db.query(
    `update probe_row p set state = 'delivered', kind = 'block', since = r.since
       from unnest($1::uuid[], $2::timestamptz[]) as r(id, since) where p.request_id = r.id`,
    [events.map(({ data }) => data.requestId), events.map(({ occurredAt }) => occurredAt)],
  );
}
