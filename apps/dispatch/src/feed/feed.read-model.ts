import type { RequestEvent } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';
import type { ReadModel, ReadModelDb } from '#libs/messaging';
import { deliverRun, queueRun, runsOf } from './runs.js';
import type { Delivered, Queued } from './runs.js';

/** Every event of a request: the feed keeps each request's stream version, on which a delivery is appended. */
export const REQUEST_EVENTS = [
  'RequestQueued',
  'RequestNotExpressible',
  'RequestRenewed',
  'RequestDelivered',
  'RequestAcknowledged',
  'RequestEnforced',
  'RequestRefused',
  'EnforcementVerified',
  'EnforcementNotSeen',
  'RequestResent',
  'RequestEscalated',
  'RequestOverdue',
  'RequestParked',
  'LiftQueued',
  'LiftDelivered',
  'RequestLifted',
  'LiftVerified',
  'LiftNotSeen',
  'LiftOverdue',
] as const satisfies readonly RequestEvent['type'][];

type Recorded = RecordedEvent & RequestEvent;

const DDL = `
create table head (
  provider text primary key,
  sequence bigint not null default 0,
  -- Counts whatever changes the list of what is in force, so that a list is made once per change.
  content bigint not null default 0,
  -- When the list last changed, and when the provider last answered.
  changed_at timestamptz,
  answered_at timestamptz
);
create table request (
  request_id uuid primary key,
  provider text not null,
  case_id uuid not null,
  order_id uuid not null,
  target_key text,
  version int not null,
  -- The provider may have the block: handed out, or an adapter tried.
  reached boolean not null default false,
  delivered boolean not null default false,
  lift_delivered boolean not null default false,
  lift_answered boolean not null default false,
  in_force boolean not null default false
);
create index request_in_force on request (provider, target_key) where in_force;
create table item (
  provider text not null,
  sequence bigint not null,
  kind text not null,
  request_id uuid not null,
  -- What a poll may hand out: a lift always, a block until something replaced it or took it back.
  live boolean not null,
  body jsonb not null,
  queued_at timestamptz not null,
  primary key (provider, sequence)
);
create index item_live on item (provider, kind, sequence) where live;
create index item_request on item (request_id, kind, sequence);
`;

/**
 * Every provider's feed: a dense sequence per provider over blocks and lifts, in the order of the log. Applied serially per
 * provider, and the row of `head` is locked until the commit: a reader that sees sequence n sees all below it. The
 * sequence comes from the events alone, so a rebuild gives the same cursors.
 */
export const feedReadModel: ReadModel = {
  name: 'dispatch.feed',
  service: 'dispatch',
  schema: 'dispatch_feed',
  ddl: DDL,
  types: REQUEST_EVENTS,
  goesFirst: true,
  orderBy: (event) => (event.data as RequestEvent['data']).provider,
  async apply(db, events) {
    for (const run of runsOf(events as Recorded[])) await applyRun(db, run);
  },
};

async function applyRun(db: ReadModelDb, run: readonly Recorded[]): Promise<void> {
  const type = run[0]?.type;
  if (type === 'RequestQueued') await queueRun(db, run as readonly Queued[], blockOf);
  else if (type === 'RequestDelivered') await deliverRun(db, run as readonly Delivered[]);
  else for (const event of run) await applyOne(db, event as Exclude<Recorded, Queued | Delivered>);
}

async function applyOne(db: ReadModelDb, event: Exclude<Recorded, Queued | Delivered>): Promise<void> {
  await remember(db, event);
  const request = event.data.requestId;
  switch (event.type) {
    case 'RequestRenewed':
      await reissue(db, event, 'block', { expiresAt: event.data.expiresAt });
      return;
    case 'RequestResent':
      await resend(db, event);
      return;
    case 'RequestParked':
      await db.query('update request set reached = true where request_id = $1', [request]);
      return;
    case 'RequestRefused':
      // It has its answer: it is neither handed out again nor on the list.
      await takeBack(db, event);
      await answered(db, event);
      return;
    case 'RequestNotExpressible':
      // Found so before it left; as the first event of a request there is nothing to take back.
      if (event.version > 1) await takeBack(db, event);
      return;
    case 'LiftQueued':
      // What never reached the provider is recalled in the same append: there is nothing to lift.
      if (await takeBack(db, event)) await pushLift(db, event);
      return;
    case 'LiftDelivered':
      await db.query('update request set lift_delivered = true where request_id = $1', [request]);
      return;
    case 'RequestLifted':
      await db.query('update request set lift_answered = true where request_id = $1', [request]);
      if (!event.data.recalled) await answered(db, event);
      return;
    case 'RequestAcknowledged':
    case 'RequestEnforced':
      await answered(db, event);
      return;
    case 'EnforcementVerified':
    case 'EnforcementNotSeen':
    case 'RequestEscalated':
    case 'RequestOverdue':
    case 'LiftVerified':
    case 'LiftNotSeen':
    case 'LiftOverdue':
      return;
  }
}

/** The request's row, at the version of this event. */
async function remember(db: ReadModelDb, { data, version }: Recorded): Promise<void> {
  await db.query(
    `insert into request (request_id, provider, case_id, order_id, version) values ($1, $2, $3, $4, $5)
     on conflict (request_id) do update set version = excluded.version`,
    [data.requestId, data.provider, data.caseId, data.orderId, version],
  );
}

/** What is no longer to be enforced is not handed out as a block again. Says whether the provider may have it. */
async function takeBack(db: ReadModelDb, { data: { requestId, provider }, recordedAt }: Recorded): Promise<boolean> {
  await db.query(`update item set live = false where request_id = $1 and kind = 'block' and live`, [requestId]);
  await advance(db, provider, 0, recordedAt);
  const { rows } = await db.query<{ reached: boolean }>(
    'update request set in_force = false where request_id = $1 returning reached',
    [requestId],
  );
  return rows[0]?.reached ?? false;
}

/** Moves a provider's head; its row stays locked until the transaction ends. Returns the newest sequence. */
async function advance(db: ReadModelDb, provider: string, by: 0 | 1, at: string): Promise<number> {
  const { rows } = await db.query<{ sequence: string }>(
    `insert into head (provider, sequence, content, changed_at) values ($1, $2, 1, $3)
     on conflict (provider) do update
       set sequence = head.sequence + $2, content = head.content + 1, changed_at = excluded.changed_at returning sequence`,
    [provider, by, at],
  );
  return Number(rows[0]?.sequence);
}

/** The provider said something about one of its requests. */
async function answered(db: ReadModelDb, { data: { provider }, recordedAt }: Recorded): Promise<void> {
  await db.query('update head set answered_at = $2 where provider = $1', [provider, recordedAt]);
}

/** A new lift. */
async function pushLift(db: ReadModelDb, event: Extract<Recorded, { type: 'LiftQueued' }>): Promise<void> {
  const { body, live } = itemOf(event, 'lift', event.data.liftBy);
  await insert(db, event, 'lift', body, live);
}

const blockOf = (event: Queued): { body: object; live: boolean; targetKey: string | null } => ({
  ...itemOf(event, 'block', event.data.enforceBy),
  targetKey: targetKey(event.data.target),
});

/** What the provider reads, whole but for the sequence: nothing else of an event ever gets there. */
function itemOf(
  { type, data }: Extract<Recorded, { type: 'RequestQueued' | 'LiftQueued' }>,
  kind: 'block' | 'lift',
  dueAt: string,
): { body: object; live: boolean } {
  const category = type === 'RequestQueued' ? data.category : null;
  const body = {
    id: data.requestId,
    kind,
    order: data.orderId,
    reference: data.reference,
    action: data.action,
    target: data.target,
    ...(category === null ? {} : { category }),
    legalBasis: data.legalBasis,
    statement: data.statement,
    issuedAt: data.issuedAt,
    dueAt,
    expiresAt: data.expiresAt,
  };
  // After an erasure a rebuild finds no target: the number is kept, the item names nothing and is not handed out.
  return { body, live: data.target !== null && data.statement !== null };
}

async function insert(
  db: ReadModelDb,
  { data: { provider, requestId }, recordedAt }: Recorded,
  kind: 'block' | 'lift',
  body: object,
  live: boolean,
): Promise<void> {
  const sequence = await advance(db, provider, 1, recordedAt);
  await db.query(
    'insert into item (provider, sequence, kind, request_id, live, body, queued_at) values ($1, $2, $3, $4, $5, $6, $7)',
    [provider, sequence, kind, requestId, live, JSON.stringify(body), recordedAt],
  );
}

/** The same request as a new item in place of the former, so that a cursor that has passed it sees it again. */
async function reissue(
  db: ReadModelDb,
  event: Recorded,
  kind: 'block' | 'lift',
  change: Record<string, unknown>,
): Promise<void> {
  const { data } = event;
  await db.query('update item set live = false where request_id = $1 and kind = $2 and live', [data.requestId, kind]);
  const { rows } = await db.query<{ body: { target: unknown } }>(
    'select body from item where request_id = $1 and kind = $2 order by sequence desc limit 1',
    [data.requestId, kind],
  );
  const former = rows[0]?.body;
  if (former === undefined) return;
  await insert(db, event, kind, { ...former, ...change }, former.target !== null);
}

/** Sent once more, and to be recorded as handed out once more: the lift when there is one, else the block. */
async function resend(db: ReadModelDb, event: Recorded): Promise<void> {
  const { rowCount } = await db.query(`select from item where request_id = $1 and kind = 'lift'`, [
    event.data.requestId,
  ]);
  const lift = rowCount !== 0;
  await db.query(
    lift
      ? 'update request set lift_delivered = false, lift_answered = false where request_id = $1'
      : 'update request set delivered = false, reached = true, in_force = true where request_id = $1',
    [event.data.requestId],
  );
  await reissue(db, event, lift ? 'lift' : 'block', {});
}

/** One text per target, to find other requests of a provider on the same one. */
function targetKey(target: { url: string } | { host: string } | { domain: string } | null): string | null {
  if (target === null) return null;
  const [kind, name] = Object.entries(target)[0] as [string, string];
  return `${kind}:${name}`;
}
