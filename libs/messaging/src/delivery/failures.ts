import type pg from 'pg';
import type { RecordedEvent } from '#libs/event-store';
import { describeError } from './describe-error.js';

/** A key whose oldest unhandled event failed. */
export interface Failure {
  readonly id: string;
  readonly key: string;
  readonly position: number;
  readonly attempts: number;
  /** Epoch ms; null when parked. */
  readonly retryAt: number | null;
}

interface Row extends pg.QueryResultRow {
  id: string;
  ordering_key: string;
  position: string;
  attempts: number;
  retry_at: Date | null;
}

interface Queryable {
  query<R extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<pg.QueryResult<R>>;
}

const COLUMNS = 'id, ordering_key, position, attempts, retry_at';

/** The failing keys of one subscription, as its tables hold them. */
export class FailureTable {
  constructor(private readonly subscription: string) {}

  async all(db: Queryable): Promise<Failure[]> {
    const { rows } = await db.query<Row>(`select ${COLUMNS} from messaging.failure where subscription = $1`, [
      this.subscription,
    ]);
    return rows.map(failureOf);
  }

  /** Notes the first failure of a key. */
  async add(
    tx: Queryable,
    key: string,
    event: RecordedEvent,
    error: unknown,
    now: Date,
    retryAt: Date | null,
  ): Promise<Failure> {
    const { rows } = await tx.query<Row>(
      `insert into messaging.failure (subscription, ordering_key, position, event_id, stream, type, attempts, error,
                                      first_failed_at, last_failed_at, retry_at, parked_at)
       values ($1, $2, $3, $4, $5, $6, 1, $7, $8, $8, $9::timestamptz, case when $9::timestamptz is null then $8::timestamptz end)
       returning ${COLUMNS}`,
      [this.subscription, key, event.position, event.id, event.stream, event.type, describeError(error), now, retryAt],
    );
    return one(rows);
  }

  /** Puts later events of failing keys behind them, in one statement. */
  async defer(tx: Queryable, waiting: readonly { key: string; event: RecordedEvent }[]): Promise<void> {
    if (waiting.length === 0) return;
    await tx.query(
      `insert into messaging.deferred (subscription, position, ordering_key, event_id)
       select $1, w.position, w.key, w.id from unnest($2::bigint[], $3::text[], $4::uuid[]) as w (position, key, id)
       on conflict do nothing`,
      [
        this.subscription,
        waiting.map((w) => w.event.position),
        waiting.map((w) => w.key),
        waiting.map((w) => w.event.id),
      ],
    );
  }

  /** Locks a failure if it still stands where it was read; false when somebody else retried it meanwhile. */
  async lock(tx: Queryable, failure: Failure): Promise<boolean> {
    const { rows } = await tx.query(
      'select 1 from messaging.failure where id = $1 and position = $2 and parked_at is null for update',
      [failure.id, failure.position],
    );
    return rows.length === 1;
  }

  /** After the failing event was handled: the next event of its key takes its place, or the key is free (null). */
  async advance(
    tx: Queryable,
    failure: Failure,
    now: Date,
    describe: (position: number) => Promise<RecordedEvent>,
  ): Promise<Failure | null> {
    const { rows } = await tx.query<{ position: string }>(
      `delete from messaging.deferred d
        where d.subscription = $1 and d.position = (
          select min(n.position) from messaging.deferred n where n.subscription = $1 and n.ordering_key = $2)
       returning d.position`,
      [this.subscription, failure.key],
    );
    if (rows[0] === undefined) {
      await tx.query('delete from messaging.failure where id = $1', [failure.id]);
      return null;
    }
    const next = await describe(Number(rows[0].position));
    const moved = await tx.query<Row>(
      `update messaging.failure set position = $2, event_id = $3, stream = $4, type = $5, attempts = 0, error = null, retry_at = $6
        where id = $1 returning ${COLUMNS}`,
      [failure.id, next.position, next.id, next.stream, next.type, now],
    );
    return one(moved.rows);
  }

  /** Notes one more failed attempt. Resolves with null when the failure is not where it was read any more. */
  async again(
    tx: Queryable,
    failure: Failure,
    error: unknown,
    now: Date,
    retryAt: Date | null,
  ): Promise<Failure | null> {
    const { rows } = await tx.query<Row>(
      `update messaging.failure
          set attempts = attempts + 1, error = $3, last_failed_at = $4, retry_at = $5::timestamptz,
              parked_at = case when $5::timestamptz is null then $4::timestamptz end
        where id = $1 and position = $2 and parked_at is null returning ${COLUMNS}`,
      [failure.id, failure.position, describeError(error), now, retryAt],
    );
    return rows[0] ? failureOf(rows[0]) : null;
  }
}

function failureOf(row: Row): Failure {
  return {
    id: row.id,
    key: row.ordering_key,
    position: Number(row.position),
    attempts: row.attempts,
    retryAt: row.retry_at?.getTime() ?? null,
  };
}

function one(rows: readonly Row[]): Failure {
  if (!rows[0]) throw new Error('a failure row could not be written');
  return failureOf(rows[0]);
}
