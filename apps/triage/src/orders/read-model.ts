import type { EventData } from '#libs/contracts';
import type { ReadModel, ReadModelDb } from '#libs/messaging';
import type { Recorded } from '../recorded.js';
import { targetKeyOf } from './target-key.js';

const TYPES = [
  'OrderIssued',
  'CompetentAuthorityAsked',
  'OrderRefused',
  'OrderRenewed',
  'BlockRechecked',
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
  position bigint not null,
  -- What it blocks and for which ages, for whoever knows the name and not the reference.
  action text,
  target_key text,
  age_bands text[] not null default '{}',
  -- What rechecks last said of the name that it blocks, and since when.
  found text,
  found_since timestamptz
);
create index case_order_target on case_order (target_key) where status = 'in-force';
create index case_order_found on case_order (case_id) where status = 'in-force' and found is not null;
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
      await save(db, event, caseId, orderId, status, event.data.reference, event.data.expiresAt);
      if (event.type === 'OrderIssued') await describe(db, event.data);
      return;
    }
    case 'OrderRefused':
      return save(db, event, caseId, orderId, 'refused', null, null);
    case 'OrderRenewed':
      await db.query('update case_order set expires_at = $2 where order_id = $1', [orderId, event.data.expiresAt]);
      return;
    case 'BlockRechecked':
      await db.query('update case_order set found = $2, found_since = $3 where order_id = $1', [
        orderId,
        event.data.found,
        event.data.since,
      ]);
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

/** A target that was erased is nowhere to be found by its name. */
const describe = async (
  db: ReadModelDb,
  { orderId, action, target, ageBands }: EventData<'OrderIssued'>,
): Promise<void> => {
  await db.query('update case_order set action = $2, target_key = $3, age_bands = $4 where order_id = $1', [
    orderId,
    action,
    target === null ? null : targetKeyOf(target),
    ageBands,
  ]);
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
