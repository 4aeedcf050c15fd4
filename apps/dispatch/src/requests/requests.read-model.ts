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
    const given = events as (RecordedEvent & RequestEvent)[];
    const rows = await load(db, given);
    for (const event of given) {
      const { requestId } = event.data;
      rows.set(requestId, rowOf(event, requests.evolve(rows.get(requestId)?.life ?? requests.initialState, event)));
    }
    await save(db, [...rows.values()].filter(isWhole));
  },
};

/** A row as it is saved; as long as only its life was read, nothing has happened to it in this batch. */
interface Row {
  readonly request_id: string;
  readonly order_id: string;
  readonly case_id: string;
  readonly provider: string;
  readonly status: string;
  readonly kind: string | null;
  readonly overdue_at: string | null;
  readonly life: RequestLife;
  readonly version: number;
}
type Known = Row | { readonly life: RequestLife };

const isWhole = (row: Known): row is Row => 'request_id' in row;

async function load(db: ReadModelDb, events: readonly RequestEvent[]): Promise<Map<string, Known>> {
  const { rows } = await db.query<{ request_id: string; life: RequestLife }>(
    'select request_id, life from request_row where request_id = any($1)',
    [[...new Set(events.map(({ data }) => data.requestId))]],
  );
  return new Map(rows.map(({ request_id, life }) => [request_id, { life }]));
}

function rowOf({ data, version }: RecordedEvent & RequestEvent, life: RequestLife): Row {
  const sent = life.status !== 'none' && life.status !== 'not-expressible' ? life : undefined;
  return {
    request_id: data.requestId,
    order_id: data.orderId,
    case_id: data.caseId,
    provider: data.provider,
    status: life.status,
    kind: sent === undefined ? null : kindOf(sent),
    overdue_at:
      dueOfRequest(life)
        .map(({ at }) => at)
        .sort()[0] ?? null,
    life,
    version,
  };
}

async function save(db: ReadModelDb, rows: readonly Row[]): Promise<void> {
  await db.query(
    `insert into request_row (request_id, order_id, case_id, provider, status, kind, overdue_at, life, version)
     select * from jsonb_to_recordset($1::jsonb) as g(request_id uuid, order_id uuid, case_id uuid, provider text, status text,
            kind text, overdue_at timestamptz, life jsonb, version int)
     on conflict (request_id) do update
       set status = excluded.status, kind = excluded.kind, overdue_at = excluded.overdue_at, life = excluded.life, version = excluded.version`,
    [JSON.stringify(rows)],
  );
}
