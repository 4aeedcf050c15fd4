import type pg from 'pg';
import type { EventType } from '#libs/contracts';
import type { RecordedEvent, ServiceName } from '#libs/event-store';

/** The tables of one read model, in the transaction that also moves its checkpoint. */
export interface ReadModelDb {
  query<R extends pg.QueryResultRow = pg.QueryResultRow>(text: string, values?: unknown[]): Promise<pg.QueryResult<R>>;
}

/**
 * A fold of events into tables: disposable, rebuilt from the log at any time and compared with what is there. Hence `apply` must give
 * the same rows again: no clock, no random, no sequence, nothing read but its own tables and the events. Its SQL names
 * tables without a schema (`search_path` is set), because a rebuild runs beside the live tables under another name.
 */
export interface ReadModel {
  /** `<service>.<what>`, e.g. `triage.queue`: also the name of its subscription, for `ReadPosition.wait`. */
  readonly name: string;
  readonly service: ServiceName;
  /** Its own schema, e.g. `triage_queue`. */
  readonly schema: string;
  /** `create table`, `create index`, `create view` without schema names. A changed text means: build it again from the log. */
  readonly ddl: string;
  /** Raise it when `apply` gives other rows for the same events, so that it is built again. Default 1. */
  readonly version?: number;
  readonly types: readonly EventType[];
  /** Events that must be applied in order; events of different keys must not depend on each other. Default: `orderingKey`. */
  readonly orderBy?: (event: RecordedEvent) => string;
  /** It looks back, and nobody acts on it this moment: while the process is busy it lets events gather (`Subscription.mayRest`). */
  readonly mayRest?: true;
  /** Somebody outside waits for what it shows, on an open connection (`Subscription.goesFirst`). */
  readonly goesFirst?: true;
  /** Other services that may select from some of its tables or views. */
  readonly shares?: readonly { readonly to: ServiceName | 'identity'; readonly relations: readonly string[] }[];
  /** Applies a batch in the order of positions. Throwing undoes the batch; then each key is tried alone. */
  apply(db: ReadModelDb, events: RecordedEvent[]): Promise<void>;
}
