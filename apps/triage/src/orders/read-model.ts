import type { ReadModel, ReadModelDb } from '#libs/messaging';
import type { Recorded } from '../recorded.js';

const TYPES = [
  'OrderIssued',
  'CompetentAuthorityAsked',
  'OrderRefused',
  'OrderRenewed',
  'OrderSuperseded',
  'OrderWithdrawn',
  'OrderExpired',
] as const;
type OrderedEvent = Recorded<(typeof TYPES)[number]>;

/** Which case an order's reference belongs to, and how the order stands: for a case's page and for requests for review. */
export const ordersReadModel: ReadModel = {
  name: 'triage.orders',
  service: 'triage',
  schema: 'triage_orders',
  ddl: `
create table case_order (
  order_id uuid primary key,
  case_id uuid not null,
  reference text unique,
  status text not null,
  expires_at timestamptz,
  position bigint not null
);
create index case_order_case on case_order (case_id, position);
`,
  types: TYPES,
  async apply(db, events) {
    for (const event of events) await applyOne(db, event as OrderedEvent);
  },
};

async function applyOne(db: ReadModelDb, event: OrderedEvent): Promise<void> {
  const { orderId, caseId } = event.data;
  switch (event.type) {
    case 'OrderIssued':
    case 'CompetentAuthorityAsked': {
      const status = event.type === 'OrderIssued' ? 'in-force' : 'letter';
      return save(db, event, caseId, orderId, status, event.data.reference, event.data.expiresAt);
    }
    case 'OrderRefused':
      return save(db, event, caseId, orderId, 'refused', null, null);
    case 'OrderRenewed':
      await db.query('update case_order set expires_at = $2 where order_id = $1', [orderId, event.data.expiresAt]);
      return;
    case 'OrderSuperseded':
      return become(db, orderId, 'superseded');
    case 'OrderWithdrawn':
      return become(db, orderId, 'withdrawn');
    case 'OrderExpired':
      return become(db, orderId, 'expired');
  }
}

const become = async (db: ReadModelDb, orderId: string, status: string): Promise<void> => {
  await db.query('update case_order set status = $2 where order_id = $1', [orderId, status]);
};

const save = async (
  db: ReadModelDb,
  event: OrderedEvent,
  caseId: string,
  orderId: string,
  status: string,
  reference: string | null,
  expiresAt: string | null,
): Promise<void> => {
  await db.query(
    `insert into case_order (order_id, case_id, reference, status, expires_at, position)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [orderId, caseId, reference, status, expiresAt, event.position],
  );
};
