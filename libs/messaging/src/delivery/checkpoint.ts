import pg from 'pg';

interface Queryable {
  query<R extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<pg.QueryResult<R>>;
}

/** Another process moved the checkpoint: this one does not run the subscription any more, or a rebuild reset it. */
export class CheckpointMoved extends Error {
  override readonly name = 'CheckpointMoved';
  constructor(subscription: string, wanted: number) {
    super(`wanted the checkpoint of ${subscription} at ${String(wanted)}, found it elsewhere`);
  }
}

/** The checkpoint of a subscription, made at 0 when it is new. */
export async function readCheckpoint(db: Queryable, subscription: string): Promise<number> {
  await db.query('insert into messaging.checkpoint (subscription) values ($1) on conflict do nothing', [subscription]);
  const { rows } = await db.query<{ position: string }>(
    'select position from messaging.checkpoint where subscription = $1',
    [subscription],
  );
  return Number(rows[0]?.position ?? 0);
}

/** As text, because it travels with the transaction's `begin`. */
const at = (subscription: string, position: number): string =>
  `subscription = ${pg.escapeLiteral(subscription)} and position = ${Math.trunc(position).toString()}`;

/**
 * Moves a checkpoint from exactly where it was read: it touches one row, or another runner has moved it. The row stays locked until
 * the end of the transaction, so two runners can never both commit the same batch.
 */
export const advancing = (subscription: string, from: number, to: number): string =>
  `update messaging.checkpoint set position = ${Math.trunc(to).toString()}, updated_at = now() where ${at(subscription, from)}`;

/**
 * Moves a checkpoint over nothing, in one statement. It may be lost in a crash, and is found again by reading on: not worth waiting
 * for the disk.
 * @throws {CheckpointMoved}
 */
export async function skipTo(db: Queryable, subscription: string, from: number, to: number): Promise<void> {
  const { rowCount } = await db.query(
    `update messaging.checkpoint set position = $3, updated_at = now()
       from set_config('synchronous_commit', 'off', true) where subscription = $1 and position = $2`,
    [subscription, from, to],
  );
  demandOne(rowCount ?? 0, subscription, from);
}

/**
 * Holds a checkpoint at exactly where it was read while effects are committed apart from it: another runner can pass it only afterwards, and
 * so cannot have dropped the notes that tell what is done. Touches one row, or another runner has moved it.
 */
export const holding = (subscription: string, position: number): string =>
  `select 1 from messaging.checkpoint where ${at(subscription, position)} for share`;

/** What a statement of `advancing` or `holding` touched. @throws {CheckpointMoved} */
export function demandOne(touched: number, subscription: string, position: number): void {
  if (touched !== 1) throw new CheckpointMoved(subscription, position);
}

/** Keeps a checkpoint where it is until the end of the transaction. */
export async function lockCheckpoint(db: Queryable, subscription: string): Promise<void> {
  await db.query('select 1 from messaging.checkpoint where subscription = $1 for update', [subscription]);
}
