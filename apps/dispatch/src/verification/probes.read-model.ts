import type { RequestEvent } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';
import type { ReadModel, ReadModelDb } from '#libs/messaging';
import { REQUEST_EVENTS } from '../feed/feed.read-model.js';

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
  ddl: DDL,
  types: REQUEST_EVENTS,
  async apply(db, events) {
    for (const event of events) await applyOne(db, event as RecordedEvent & RequestEvent);
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
    case 'RequestQueued':
      await queued(db, event);
      return;
    case 'RequestDelivered':
      await to('delivered', 'block');
      return;
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
    case 'RequestRenewed':
    case 'RequestAcknowledged':
    case 'RequestEscalated':
    case 'RequestOverdue':
    case 'LiftOverdue':
      return;
  }
}

async function queued(
  db: ReadModelDb,
  { data, occurredAt }: RecordedEvent & Extract<RequestEvent, { type: 'RequestQueued' }>,
): Promise<void> {
  const { requestId, provider, target, category } = data;
  // A resolver sees no paths, and an erased target names nothing.
  if (target === null || 'url' in target) return;
  const name = category === null ? null : 'domain' in target ? target.domain : target.host;
  await db.query(
    `insert into probe_row (request_id, provider, name, kind, state, since) values ($1, $2, $3, 'block', 'waiting', $4)
     on conflict (request_id) do update
       set name = excluded.name, kind = 'block', state = 'waiting', since = excluded.since`,
    [requestId, provider, name, occurredAt],
  );
}
