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
    const steps = new Steps();
    for (const event of events) note(steps, event as Recorded);
    await steps.save(db);
  },
};

/** What a batch comes to: the last word on each step counts. */
class Steps {
  readonly #last = new Map<string, { readonly subject: string; readonly step: string; readonly at: string | null }>();

  set(subject: string, step: DueStep, at: string): void {
    this.#last.set(`${subject} ${step}`, { subject, step, at });
  }

  clear(subject: string, ...steps: string[]): void {
    for (const step of steps) this.#last.set(`${subject} ${step}`, { subject, step, at: null });
  }

  async save(db: ReadModelDb): Promise<void> {
    const all = [...this.#last.values()];
    const due = all.filter(({ at }) => at !== null);
    const done = all.filter(({ at }) => at === null);
    if (due.length > 0) {
      await db.query(
        `insert into due_row (subject, step, due_at) select * from unnest($1::uuid[], $2::text[], $3::timestamptz[])
         on conflict (subject, step) do update set due_at = excluded.due_at`,
        [due.map(({ subject }) => subject), due.map(({ step }) => step), due.map(({ at }) => at)],
      );
    }
    if (done.length > 0) {
      await db.query(
        `delete from due_row as d using unnest($1::uuid[], $2::text[]) as g(subject, step)
          where d.subject = g.subject and d.step = g.step`,
        [done.map(({ subject }) => subject), done.map(({ step }) => step)],
      );
    }
  }
}

function note(steps: Steps, event: Recorded): void {
  switch (event.type) {
    case 'OrderIssued':
    case 'OrderRenewed':
      steps.set(event.data.orderId, 'order-expiry', event.data.expiresAt);
      return;
    case 'OrderSuperseded':
    case 'OrderWithdrawn':
    case 'OrderExpired':
      steps.clear(event.data.orderId, 'order-expiry');
      return;
    case 'RequestQueued':
      steps.set(event.data.requestId, 'request-acknowledge', event.data.acknowledgeBy);
      steps.set(event.data.requestId, 'request-enforce', event.data.enforceBy);
      return;
    case 'RequestAcknowledged':
      steps.clear(event.data.requestId, 'request-acknowledge');
      return;
    case 'RequestOverdue':
    case 'LiftOverdue':
      steps.clear(event.data.requestId, event.data.step);
      return;
    case 'RequestNotExpressible':
    case 'RequestEnforced':
    case 'RequestRefused':
    case 'RequestParked':
      steps.clear(event.data.requestId, 'request-acknowledge', 'request-enforce', 'request-lift');
      return;
    case 'LiftQueued':
      steps.clear(event.data.requestId, 'request-acknowledge', 'request-enforce');
      steps.set(event.data.requestId, 'request-lift', event.data.liftBy);
      return;
    case 'RequestLifted':
      steps.clear(event.data.requestId, 'request-acknowledge', 'request-enforce', 'request-lift');
      return;
  }
}
