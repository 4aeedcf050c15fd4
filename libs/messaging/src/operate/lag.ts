import type pg from 'pg';
import type { EventStore } from '#libs/event-store';

/** Where one subscription stands. */
export interface SubscriptionLag {
  readonly subscription: string;
  readonly position: number;
  /** Events of the log it has not looked at yet, of whatever type. */
  readonly lag: number;
  readonly retrying: number;
  readonly parked: number;
  readonly deferred: number;
}

/** Where the subscriptions stand that the pool's role may see: a service's own, the administrators' door all. */
export async function subscriptionLag(pool: pg.Pool, store: Pick<EventStore, 'head'>): Promise<SubscriptionLag[]> {
  const head = await store.head();
  const { rows } = await pool.query<{
    subscription: string;
    position: string;
    retrying: string;
    parked: string;
    deferred: string;
  }>(
    `select c.subscription, c.position,
            (select count(*) from messaging.failure f where split_part(f.subscription, '/', 1) = c.subscription and f.parked_at is null) as retrying,
            (select count(*) from messaging.failure f where split_part(f.subscription, '/', 1) = c.subscription and f.parked_at is not null) as parked,
            (select count(*) from messaging.deferred d where split_part(d.subscription, '/', 1) = c.subscription) as deferred
       from messaging.standing c order by c.subscription`,
  );
  return rows.map((row) => ({
    subscription: row.subscription,
    position: Number(row.position),
    lag: Math.max(0, head - Number(row.position)),
    retrying: Number(row.retrying),
    parked: Number(row.parked),
    deferred: Number(row.deferred),
  }));
}
