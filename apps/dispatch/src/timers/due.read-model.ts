import type { OrderEvent, RequestEvent } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';
import type { ReadModel, ReadModelDb } from '#libs/messaging';

const TYPES = [
  'OrderIssued',
  'OrderRenewed',
  'OrderSuperseded',
  'OrderWithdrawn',
  'OrderExpired',
  'RequestQueued',
  'RequestNotExpressible',
  'RequestAcknowledged',
  'RequestEnforced',
  'RequestRefused',
  'RequestOverdue',
  'RequestParked',
  'LiftQueued',
  'RequestLifted',
  'LiftOverdue',
] as const satisfies readonly (OrderEvent['type'] | RequestEvent['type'])[];

/** What a timer of dispatch waits for. */
export type DueStep = 'order-expiry' | 'request-acknowledge' | 'request-enforce' | 'request-lift';

type Recorded = RecordedEvent & Extract<OrderEvent | RequestEvent, { type: (typeof TYPES)[number] }>;

const DDL = `
create table due_row (
  -- The order, or the request, whose step this is.
  subject uuid not null,
  step text not null,
  due_at timestamptz not null,
  primary key (subject, step)
);
create index due_row_at on due_row (due_at);
`;

/** Everything that becomes due: taken by the timers with SKIP LOCKED, removed by what was done about it. */
export const dueReadModel: ReadModel = {
  name: 'dispatch.due',
  service: 'dispatch',
  schema: 'dispatch_due',
  ddl: DDL,
  types: TYPES,
  async apply(db, events) {
    for (const event of events) await applyOne(db, event as Recorded);
  },
};

async function applyOne(db: ReadModelDb, event: Recorded): Promise<void> {
  switch (event.type) {
    case 'OrderIssued':
    case 'OrderRenewed':
      await set(db, event.data.orderId, 'order-expiry', event.data.expiresAt);
      return;
    case 'OrderSuperseded':
    case 'OrderWithdrawn':
    case 'OrderExpired':
      await clear(db, event.data.orderId, 'order-expiry');
      return;
    case 'RequestQueued':
      await set(db, event.data.requestId, 'request-acknowledge', event.data.acknowledgeBy);
      await set(db, event.data.requestId, 'request-enforce', event.data.enforceBy);
      return;
    case 'RequestAcknowledged':
      await clear(db, event.data.requestId, 'request-acknowledge');
      return;
    case 'RequestOverdue':
    case 'LiftOverdue':
      await clear(db, event.data.requestId, event.data.step);
      return;
    case 'RequestNotExpressible':
    case 'RequestEnforced':
    case 'RequestRefused':
    case 'RequestParked':
      await clear(db, event.data.requestId, 'request-acknowledge', 'request-enforce', 'request-lift');
      return;
    case 'LiftQueued':
      await clear(db, event.data.requestId, 'request-acknowledge', 'request-enforce');
      await set(db, event.data.requestId, 'request-lift', event.data.liftBy);
      return;
    case 'RequestLifted':
      await clear(db, event.data.requestId, 'request-acknowledge', 'request-enforce', 'request-lift');
      return;
  }
}

async function set(db: ReadModelDb, subject: string, step: DueStep, dueAt: string): Promise<void> {
  await db.query(
    `insert into due_row (subject, step, due_at) values ($1, $2, $3)
     on conflict (subject, step) do update set due_at = excluded.due_at`,
    [subject, step, dueAt],
  );
}

async function clear(db: ReadModelDb, subject: string, ...steps: string[]): Promise<void> {
  await db.query('delete from due_row where subject = $1 and step = any($2)', [subject, steps]);
}
