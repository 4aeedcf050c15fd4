import type pg from 'pg';
import type { RecordedEvent } from '#libs/event-store';
import type { Effect } from '../delivery/effect.js';
import type { ReadModel, ReadModelDb } from './read-model.js';

/** Applies a read model's events to its tables, wherever those are: live, or beside the live ones during a rebuild. */
export async function applyReadModel(
  tx: pg.PoolClient,
  model: ReadModel,
  schema: string,
  events: readonly RecordedEvent[],
): Promise<void> {
  await tx.query("select set_config('search_path', $1, true)", [`${schema}, public`]);
  const db: ReadModelDb = { query: (text, values) => tx.query(text, values) };
  await model.apply(db, [...events]);
}

export function readModelEffect(model: ReadModel): Effect {
  return (tx, events) => applyReadModel(tx, model, model.schema, events);
}
