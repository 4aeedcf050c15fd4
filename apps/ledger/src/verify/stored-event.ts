import type pg from 'pg';
import type { Json } from './canonical.js';

/** A row of the log as it lies in the table: nothing is decrypted, upcast or filled in. */
export interface StoredEvent {
  readonly position: number;
  readonly stream: string;
  readonly version: number;
  readonly category: string;
  readonly type: string;
  readonly id: string;
  readonly schemaVersion: number;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly actor: { readonly kind: string; readonly id: string; readonly unit?: string };
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly data: Readonly<Record<string, Json>>;
  readonly leaf: Buffer;
}

const UTC = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const PAGE = `
  select position::float8 as position, stream, version, category, type, id::text as id, schema_version as "schemaVersion",
    to_char(occurred_at at time zone 'UTC', ${UTC}) as "occurredAt",
    to_char(recorded_at at time zone 'UTC', ${UTC}) as "recordedAt",
    actor, correlation_id as "correlationId", causation_id as "causationId", data, leaf
  from es.log as l where l.position > $1 order by l.position limit $2`;

/** The whole log in position order; while one page is looked at, the next is on its way. */
export const storedEvents = async function* (
  db: pg.Pool | pg.PoolClient,
  { after = 0, page = 2_000 } = {},
): AsyncGenerator<StoredEvent> {
  const ask = (last: number): Promise<pg.QueryResult<StoredEvent>> => {
    const answer = db.query<StoredEvent>(PAGE, [last, page]);
    // Whoever stops reading never hears of the page that was on its way.
    answer.catch(() => undefined);
    return answer;
  };
  for (let asked = ask(after); ;) {
    const { rows } = await asked;
    const end = rows.at(-1);
    if (end === undefined) return;
    asked = ask(end.position);
    yield* rows;
  }
};
