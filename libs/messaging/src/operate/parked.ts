import type pg from 'pg';

/** An event that could not be handled, and what it holds back. */
export interface ParkedEvent {
  readonly id: string;
  readonly subscription: string;
  readonly orderingKey: string;
  readonly position: number;
  readonly eventId: string;
  readonly stream: string;
  readonly type: string;
  readonly attempts: number;
  /** The kind of error, without what was in the event. */
  readonly error: string | null;
  readonly firstFailedAt: string;
  readonly parkedAt: string;
  /** Later events of the same key that wait behind it. */
  readonly waiting: number;
}

interface Row extends pg.QueryResultRow {
  id: string;
  subscription: string;
  ordering_key: string;
  position: string;
  event_id: string;
  stream: string;
  type: string;
  attempts: number;
  error: string | null;
  first_failed_at: Date;
  parked_at: Date;
  waiting: string;
}

/** The parked events that the pool's role may see, oldest first: a service's own, the administrators' door all. */
export async function listParked(pool: pg.Pool): Promise<ParkedEvent[]> {
  const { rows } = await pool.query<Row>(
    `select f.id, split_part(f.subscription, '/', 1) as subscription, f.ordering_key, f.position, f.event_id, f.stream, f.type, f.attempts, f.error,
            f.first_failed_at, f.parked_at,
            (select count(*) from messaging.deferred d
              where d.subscription = f.subscription and d.ordering_key = f.ordering_key) as waiting
       from messaging.failure f where f.parked_at is not null order by f.parked_at, f.id`,
  );
  return rows.map((row) => ({
    id: row.id,
    subscription: row.subscription,
    orderingKey: row.ordering_key,
    position: Number(row.position),
    eventId: row.event_id,
    stream: row.stream,
    type: row.type,
    attempts: row.attempts,
    error: row.error,
    firstFailedAt: row.first_failed_at.toISOString(),
    parkedAt: row.parked_at.toISOString(),
    waiting: Number(row.waiting),
  }));
}

/**
 * Puts a parked event back in line with a fresh count of attempts; it and what waits behind it are handled in order. Its subscription notices
 * within a second, in whichever process it runs. False when nothing is parked under that id, or it is another service's.
 */
export async function retryParked(pool: pg.Pool, id: string, now: Date): Promise<boolean> {
  const { rowCount } = await pool.query(
    'update messaging.failure set parked_at = null, retry_at = $2, attempts = 0 where id = $1 and parked_at is not null',
    [id, now],
  );
  return rowCount === 1;
}
