import pg from 'pg';
import type { RecordedEvent } from '#libs/event-store';
import type { Effect } from '../delivery/effect.js';
import type { ReadModel, ReadModelDb } from './read-model.js';

/** What a transaction begins with that applies a read model's events to the tables of a schema. */
export const tablesIn = (schema: string): string => `set local search_path = ${pg.escapeIdentifier(schema)}, public`;

/**
 * Applies a read model's events to its tables, wherever those are: live, or beside the live ones during a rebuild. The transaction
 * has begun with `tablesIn` of their schema.
 */
export async function applyReadModel(
  tx: pg.PoolClient,
  model: ReadModel,
  events: readonly RecordedEvent[],
): Promise<void> {
  const db: ReadModelDb = { query: (text, values) => tx.query(text, values) };
  await model.apply(db, [...events]);
}

export function readModelEffect(model: ReadModel): Effect {
  return (tx, events) => applyReadModel(tx, model, events);
}
