import type pg from 'pg';
import { laneName } from './lane.js';

/** What the database says about the lanes of a process. */
export interface LaneStanding {
  /** How far the log was carried, and the newest event carried in each lane. */
  readonly relay: { readonly position: number; readonly lanes: readonly number[] };
  /** Per lane the position up to which all of the service's subscriptions have handled everything. */
  readonly handled: ReadonlyMap<number, number>;
}

interface Queryable {
  query<R extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<pg.QueryResult<R>>;
}

/** Null while there are no topics. */
export async function readStanding(
  db: Queryable,
  subscriptions: readonly string[],
  lanes: readonly number[],
): Promise<LaneStanding | null> {
  const names = lanes.flatMap((lane) => subscriptions.map((name) => laneName(name, lane)));
  const { rows } = await db.query<{ position: string; lanes: string[]; lane: number | null; handled: string | null }>(
    `select r.position, r.lanes, c.lane, c.handled
       from messaging.relay r
       left join (select split_part(subscription, '/', 2)::int as lane, min(position) as handled
                    from messaging.checkpoint where subscription = any($1) and position is not null group by 1) c on true`,
    [names],
  );
  const [first] = rows;
  if (!first) return null;
  const handled = rows.flatMap(({ lane, handled }) => (lane === null ? [] : [[lane, Number(handled)] as const]));
  return {
    relay: { position: Number(first.position), lanes: first.lanes.map(Number) },
    handled: new Map(handled),
  };
}
