import type { EventData } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';
import type { ReadModel, ReadModelDb } from '#libs/messaging';

const ENDED = { OrderWithdrawn: 'withdrawn', OrderExpired: 'expired', OrderSuperseded: 'superseded' } as const;

const issue = async (db: ReadModelDb, data: EventData<'OrderIssued'>): Promise<void> => {
  await db.query(
    `insert into order_interval (order_id, case_id, reference, category, action, legal_basis, unit, proposed_by, approved_by, issued_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
    [
      data.orderId,
      data.caseId,
      data.reference,
      data.category,
      data.action,
      data.legalBasis,
      data.unit,
      data.proposedBy,
      data.approvedBy,
      data.issuedAt,
      data.expiresAt,
    ],
  );
};

/** From when to when each order was in force; a renewal moves its expiry, an early end closes it. */
export const orderIntervals: ReadModel = {
  name: 'ledger.orders',
  service: 'ledger',
  schema: 'ledger_orders',
  mayRest: true,
  ddl: `
    create table order_interval (
      order_id uuid primary key, case_id uuid not null, reference text not null, category text not null, action text not null,
      legal_basis text not null, unit text not null, proposed_by text not null, approved_by text not null,
      issued_at timestamptz not null, expires_at timestamptz not null, ended_at timestamptz, ended text
    );
    create index order_interval_issued on order_interval (issued_at, order_id);
    create index order_interval_case on order_interval (case_id);
  `,
  types: ['OrderIssued', 'OrderRenewed', 'OrderWithdrawn', 'OrderExpired', 'OrderSuperseded'],
  async apply(db: ReadModelDb, events: RecordedEvent[]): Promise<void> {
    for (const event of events) {
      if (event.type === 'OrderIssued') await issue(db, event.data as EventData<'OrderIssued'>);
      else if (event.type === 'OrderRenewed') {
        const { orderId, expiresAt } = event.data as EventData<'OrderRenewed'>;
        await db.query('update order_interval set expires_at = $2 where order_id = $1', [orderId, expiresAt]);
      } else {
        const { orderId } = event.data as EventData<'OrderExpired'>;
        await db.query('update order_interval set ended_at = $2, ended = $3 where order_id = $1 and ended_at is null', [
          orderId,
          event.recordedAt,
          ENDED[event.type as keyof typeof ENDED],
        ]);
      }
    }
  },
};
