import type { RequestEvent } from '#libs/contracts';
import { dueOfRequest, requests } from '#libs/domain';
import type { RequestLife } from '#libs/domain';
import type { RecordedEvent } from '#libs/event-store';
import type { ReadModel, ReadModelDb } from '#libs/messaging';
import { REQUEST_EVENTS } from '../feed/feed.read-model.js';
import { kindOf } from './request-view.js';

const DDL = `
create table request_row (
  request_id uuid primary key,
  order_id uuid not null,
  case_id uuid not null,
  provider text not null,
  status text not null,
  kind text,
  -- The next moment at which silence is overdue; null when nothing is owed.
  overdue_at timestamptz,
  -- The request as the domain folds it.
  life jsonb not null,
  version int not null
);
create index request_row_order on request_row (order_id);
create index request_row_provider on request_row (provider, status);
`;

/** Where every request stands, by order and by provider: the second witness of the reconciliation. */
export const requestsReadModel: ReadModel = {
  name: 'dispatch.requests',
  service: 'dispatch',
  schema: 'dispatch_requests',
  ddl: DDL,
  types: REQUEST_EVENTS,
  async apply(db, events) {
    for (const event of events) await applyOne(db, event as RecordedEvent & RequestEvent);
  },
};

async function applyOne(db: ReadModelDb, event: RecordedEvent & RequestEvent): Promise<void> {
  const { requestId, orderId, caseId, provider } = event.data;
  const { rows } = await db.query<{ life: RequestLife }>('select life from request_row where request_id = $1', [
    requestId,
  ]);
  const life = requests.evolve(rows[0]?.life ?? requests.initialState, event);
  const sent = life.status !== 'none' && life.status !== 'not-expressible' ? life : undefined;
  await db.query(
    `insert into request_row (request_id, order_id, case_id, provider, status, kind, overdue_at, life, version)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (request_id) do update
       set status = excluded.status, kind = excluded.kind, overdue_at = excluded.overdue_at, life = excluded.life, version = excluded.version`,
    [
      requestId,
      orderId,
      caseId,
      provider,
      life.status,
      sent === undefined ? null : kindOf(sent),
      dueOfRequest(life)
        .map(({ at }) => at)
        .sort()[0] ?? null,
      JSON.stringify(life),
      event.version,
    ],
  );
}
