import type pg from 'pg';
import type { RecordedEvent } from '#libs/event-store';

/**
 * Notes events as handled in the transaction of their effects and returns those that were not noted before. Waits for another transaction that is noting
 * the same event, so of two runners one acts and the other learns that it is done.
 */
export async function enterInbox(
  tx: pg.PoolClient,
  subscription: string,
  events: readonly RecordedEvent[],
): Promise<RecordedEvent[]> {
  const { rows } = await tx.query<{ position: string }>({
    name: 'messaging.enter-inbox',
    text: `insert into messaging.inbox (subscription, event_id, position)
     select $1, e.id, e.position from unnest($2::uuid[], $3::bigint[]) as e (id, position)
     on conflict do nothing returning position`,
    values: [subscription, events.map((event) => event.id), events.map((event) => event.position)],
  });
  const fresh = new Set(rows.map((row) => Number(row.position)));
  return events.filter((event) => fresh.has(event.position));
}

/** Drops the rows that the checkpoint now speaks for. */
export async function pruneInbox(tx: pg.PoolClient, subscription: string, upTo: number): Promise<void> {
  await tx.query('delete from messaging.inbox where subscription = $1 and position <= $2', [subscription, upTo]);
}
