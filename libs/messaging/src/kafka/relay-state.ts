import type pg from 'pg';
import type { Newest } from './lane-order.js';

/** How far the log was carried: messaging.relay. */
export interface RelayState {
  readonly position: number;
  /** Position of the newest event carried in each lane. */
  readonly lanes: readonly number[];
  readonly newest: readonly Newest[];
  /** Per topic and partition the offset behind the newest record. */
  readonly ends: Readonly<Record<string, readonly number[]>>;
}

interface Row extends pg.QueryResultRow {
  position: string;
  lanes: string[];
  newest: Newest[];
  ends: Record<string, number[]>;
}

interface Queryable {
  query<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<pg.QueryResult<R>>;
}

/** Null until `lachan topics` has made the topics and the row. */
export async function readRelay(db: Queryable): Promise<RelayState | null> {
  const { rows } = await db.query<Row>('select position, lanes, newest, ends from messaging.relay');
  const [row] = rows;
  if (!row) return null;
  return { position: Number(row.position), lanes: row.lanes.map(Number), newest: row.newest, ends: row.ends };
}

/**
 * Moves the relay from exactly where it was read: of two relays that both believe to be the only one, one goes on. Losing the newest of
 * these rows in a crash costs nothing but carrying a few events twice, so the disk is not waited for.
 */
export async function moveRelay(db: Queryable, from: number, to: RelayState): Promise<boolean> {
  const { rowCount } = await db.query(
    `with quick as (select set_config('synchronous_commit', 'off', true))
     update messaging.relay set position = $2, lanes = $3, newest = $4, ends = $5, updated_at = now()
       from quick where position = $1`,
    [from, to.position, to.lanes, JSON.stringify(to.newest), JSON.stringify(to.ends)],
  );
  return rowCount === 1;
}
