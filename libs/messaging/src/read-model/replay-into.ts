import type pg from 'pg';
import { EVENTS } from '#libs/contracts';
import type { EventStore, RecordedEvent } from '#libs/event-store';
import { applyReadModel, tablesIn } from './effect.js';
import type { ReadModel } from './read-model.js';

/** Events applied in one transaction. */
const BATCH = 1_000;

export interface ReplayInto {
  readonly model: ReadModel;
  /** Where the tables stand that are filled. */
  readonly schema: string;
  /** As the service: what its role may not read, its read model cannot show. */
  readonly store: Pick<EventStore, 'replay'>;
  /** Positions: what is filled already, and how far it goes. */
  readonly after: number;
  readonly upTo: number;
  readonly leftOut?: ReadonlySet<number>;
  readonly inTransaction: (work: (tx: pg.PoolClient) => Promise<void>) => Promise<void>;
}

/** Applies the log to the tables of a read model that stand beside the live ones. Resolves with the number of events. */
export async function replayInto(o: ReplayInto): Promise<number> {
  if (o.upTo <= o.after) return 0;
  const types = new Set<string>(o.model.types);
  const categories = categoriesOf(o.model);
  const range = { after: o.after, upTo: o.upTo, ...(categories ? { categories } : {}) };
  let count = 0;
  let batch: RecordedEvent[] = [];
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    const events = batch;
    batch = [];
    await o.inTransaction((tx) => apply(tx, o, events));
    count += events.length;
  };
  for await (const block of o.store.replay(range)) {
    for (const event of block) {
      if (!types.has(event.type) || o.leftOut?.has(event.position) === true) continue;
      batch.push(event);
      if (batch.length >= BATCH) await flush();
    }
  }
  await flush();
  return count;
}

async function apply(
  tx: pg.PoolClient,
  { model, schema }: ReplayInto,
  events: readonly RecordedEvent[],
): Promise<void> {
  await tx.query(`set local role lachan_${model.service}`);
  await tx.query(tablesIn(schema));
  await applyReadModel(tx, model, events);
}

/** The stream categories a read model's events are in; undefined when one of them may be in any. */
function categoriesOf(model: ReadModel): string[] | undefined {
  const categories = new Set(model.types.map((type) => EVENTS[type].category));
  return [...categories].some((category) => category.includes('*')) ? undefined : [...categories];
}
