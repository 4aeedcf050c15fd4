import type { RequestEvent } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';
import type { ReadModelDb } from '#libs/messaging';

type Recorded = RecordedEvent & RequestEvent;
export type Queued = Extract<Recorded, { type: 'RequestQueued' }>;
export type Delivered = Extract<Recorded, { type: 'RequestDelivered' }>;

/** Neighbours that say the same about different requests: one order for many providers is one such run, its deliveries another. */
export function runsOf(events: readonly Recorded[]): Recorded[][] {
  const runs: Recorded[][] = [];
  let seen = new Set<string>();
  for (const event of events) {
    const run = runs.at(-1);
    if (run?.[0]?.type === event.type && !seen.has(event.data.requestId)) run.push(event);
    else {
      runs.push([event]);
      seen = new Set();
    }
    seen.add(event.data.requestId);
  }
  return runs;
}

const QUEUE = `
with given as (
  select g.*, row_number() over (partition by provider order by position) as place
    from jsonb_to_recordset($1::jsonb) as g(position bigint, request_id uuid, provider text, case_id uuid, order_id uuid,
         version int, target_key text, live boolean, body jsonb, at timestamptz)
), remembered as (
  insert into request (request_id, provider, case_id, order_id, version, in_force, target_key)
  select request_id, provider, case_id, order_id, version, true, target_key from given
  on conflict (request_id) do update
    set version = excluded.version, in_force = true, target_key = excluded.target_key
), moved as (
  insert into head (provider, sequence, content, changed_at)
  select provider, count(*), count(*), max(at) from given group by provider order by provider
  on conflict (provider) do update
    set sequence = head.sequence + excluded.sequence, content = head.content + excluded.content, changed_at = excluded.changed_at
  returning provider, sequence
)
insert into item (provider, sequence, kind, request_id, live, body, queued_at)
select g.provider, m.sequence - count(*) over (partition by g.provider) + g.place, 'block', g.request_id, g.live, g.body, g.at
  from given g join moved m using (provider)`;

/** Many new requests in one statement, numbered per provider in the order of the log. */
export async function queueRun(
  db: ReadModelDb,
  events: readonly Queued[],
  itemOf: (event: Queued) => { readonly body: object; readonly live: boolean; readonly targetKey: string | null },
): Promise<void> {
  const rows = events.map((event) => {
    const { requestId, provider, caseId, orderId } = event.data;
    const { body, live, targetKey } = itemOf(event);
    return {
      position: event.position,
      request_id: requestId,
      provider,
      case_id: caseId,
      order_id: orderId,
      version: event.version,
      target_key: targetKey,
      live,
      body,
      at: event.recordedAt,
    };
  });
  await db.query(QUEUE, [JSON.stringify(rows)]);
}

/** Many deliveries in one statement. */
export async function deliverRun(db: ReadModelDb, events: readonly Delivered[]): Promise<void> {
  await db.query(
    `insert into request (request_id, provider, case_id, order_id, version, delivered, reached)
     select id, provider, case_id, order_id, version, true, true
       from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::int[]) as g(id, provider, case_id, order_id, version)
     on conflict (request_id) do update set version = excluded.version, delivered = true, reached = true`,
    [
      events.map(({ data }) => data.requestId),
      events.map(({ data }) => data.provider),
      events.map(({ data }) => data.caseId),
      events.map(({ data }) => data.orderId),
      events.map(({ version }) => version),
    ],
  );
}
