import { AGE_BANDS, keysOf } from '#libs/contracts';
import type { AgeBand, EventData, OrderEvent } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';
import type { ReadModel, ReadModelDb } from '#libs/messaging';
import { hostPath, nameOf } from './host-path.js';

const TYPES = [
  'OrderIssued',
  'CompetentAuthorityAsked',
  'OrderRenewed',
  'OrderSuperseded',
  'OrderWithdrawn',
  'OrderExpired',
] as const satisfies readonly OrderEvent['type'][];

type Recorded = RecordedEvent & Extract<OrderEvent, { type: (typeof TYPES)[number] }>;

const DDL = `
create table order_row (
  order_id uuid primary key,
  case_id uuid not null,
  reference text not null,
  status text not null,
  category text not null,
  action text not null,
  target jsonb,
  host_path text,
  unit text not null,
  legal_basis text not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  -- When its last change was recorded: it was issued, renewed or ended.
  changed_at timestamptz not null,
  providers text[] not null,
  age_bands text[] not null,
  -- Position of the event that made it: the order of the list and its cursor.
  position bigint not null unique,
  version int not null
);
create index order_row_case on order_row (case_id);
create index order_row_reference on order_row (reference);
create index order_row_period on order_row (issued_at, expires_at) where status <> 'letter-sent';
create index order_row_host on order_row (host_path text_pattern_ops);
create index order_row_provider on order_row using gin (providers);
create index order_row_school on order_row (expires_at) where status = 'in-force'
  and action in ('restrict-age', 'block-host', 'block-domain');
create index order_row_age on order_row (changed_at) where action in ('restrict-age', 'block-host', 'block-domain');
`;

/** Every order and letter: what is in force at any date, for whom, and on which names. */
export const ordersReadModel: ReadModel = {
  name: 'dispatch.orders',
  service: 'dispatch',
  schema: 'dispatch_orders',
  ddl: DDL,
  types: TYPES,
  async apply(db, events) {
    for (const event of events) await applyOne(db, event as Recorded);
  },
};

async function applyOne(db: ReadModelDb, event: Recorded): Promise<void> {
  switch (event.type) {
    case 'OrderIssued':
      await insert(db, event, 'in-force', event.data.providers, bandsOf(event.data));
      return;
    case 'CompetentAuthorityAsked':
      await insert(db, event, 'letter-sent', [], []);
      return;
    case 'OrderRenewed':
      await db.query('update order_row set expires_at = $2, version = $3, changed_at = $4 where order_id = $1', [
        event.data.orderId,
        event.data.expiresAt,
        event.version,
        event.recordedAt,
      ]);
      return;
    case 'OrderSuperseded':
      await end(db, event, 'superseded', event.occurredAt);
      return;
    case 'OrderWithdrawn':
      await end(db, event, 'withdrawn', event.occurredAt);
      return;
    case 'OrderExpired':
      await end(db, event, 'expired', event.data.expiresAt);
      return;
  }
}

/** An age restriction that names no band keeps it from everybody below 18. */
const bandsOf = ({ action, ageBands }: EventData<'OrderIssued'>): readonly AgeBand[] =>
  action === 'restrict-age' && ageBands.length === 0 ? keysOf(AGE_BANDS) : ageBands;

async function insert(
  db: ReadModelDb,
  event: {
    readonly data: EventData<'OrderIssued'> | EventData<'CompetentAuthorityAsked'>;
    position: number;
    version: number;
    recordedAt: string;
  },
  status: 'in-force' | 'letter-sent',
  providers: readonly string[],
  ageBands: readonly string[],
): Promise<void> {
  const { data } = event;
  const name = data.target === null ? null : nameOf(data.target);
  await db.query(
    `insert into order_row (order_id, case_id, reference, status, category, action, target, host_path, unit, legal_basis,
       issued_at, expires_at, providers, age_bands, position, version, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
    [
      data.orderId,
      data.caseId,
      data.reference,
      status,
      data.category,
      data.action,
      data.target === null ? null : JSON.stringify(data.target),
      name === null ? null : hostPath(name),
      data.unit,
      data.legalBasis,
      data.issuedAt,
      data.expiresAt,
      providers,
      ageBands,
      event.position,
      event.version,
      event.recordedAt,
    ],
  );
}

async function end(db: ReadModelDb, event: Recorded, status: string, at: string): Promise<void> {
  await db.query('update order_row set status = $2, ended_at = $3, version = $4, changed_at = $5 where order_id = $1', [
    event.data.orderId,
    status,
    at,
    event.version,
    event.recordedAt,
  ]);
}
