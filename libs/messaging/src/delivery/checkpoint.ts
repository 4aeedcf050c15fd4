import pg from 'pg';
import { OlderProgram } from '#libs/event-store';

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

/**
 * The checkpoint of a subscription, made at 0 when it is new.
 * @param definition of the read model's tables, as this program knows them; empty for other subscriptions.
 * @throws {OlderProgram} when the tables are of another definition.
 */
export async function readCheckpoint(db: Queryable, subscription: string, definition = ''): Promise<number> {
  await db.query('insert into messaging.checkpoint (subscription) values ($1) on conflict do nothing', [subscription]);
  const { rows } = await db.query<{ position: string; definition: string | null }>(
    'select position, definition from messaging.checkpoint where subscription = $1',
    [subscription],
  );
  demandDefinition(rows[0]?.definition, subscription, definition);
  return Number(rows[0]?.position ?? 0);
}

function demandDefinition(found: string | null | undefined, subscription: string, known: string): void {
  if (found === null || found === undefined || found === known) return;
  throw new OlderProgram(
    `wanted the tables of ${subscription} as ${known.slice(0, 12)}, found ${found.slice(0, 12)}: another program made them`,
  );
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
export async function skipTo(
  db: Queryable,
  subscription: string,
  from: number,
  to: number,
  definition = '',
): Promise<void> {
  const { rowCount } = await db.query(
    `update messaging.checkpoint set position = $3, updated_at = now()
       from set_config('synchronous_commit', 'off', true) as soft, set_config('lachan.definition', $4, true) as known
      where subscription = $1 and position = $2`,
    [subscription, from, to, definition],
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

/** Keeps a checkpoint where it is until the end of the transaction. @throws {OlderProgram} as `readCheckpoint`. */
export async function lockCheckpoint(db: Queryable, subscription: string, definition = ''): Promise<void> {
  const { rows } = await db.query<{ definition: string | null }>(
    'select definition from messaging.checkpoint where subscription = $1 for update',
    [subscription],
  );
  demandDefinition(rows[0]?.definition, subscription, definition);
}
