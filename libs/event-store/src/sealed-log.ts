import type pg from 'pg';
import { readPage } from './paging.js';
import { logQuery } from './queries.js';
import { copyRows } from './replay.js';
import type { StoredRow } from './stored-rows.js';

/** An event as the log stores it: its columns as texts, protected fields sealed. `EventStore.open` makes an event of it. */
export type SealedEvent = StoredRow;

/** Reads what is needed to carry a sealed event, without opening it. */
export const sealed = {
  position: (row: SealedEvent): number => Number(row[0]),
  stream: (row: SealedEvent): string => row[1] ?? '',
  type: (row: SealedEvent): string => row[3] ?? '',
  id: (row: SealedEvent): string => row[4] ?? '',
  orderingKey: (row: SealedEvent): string => row[5] ?? '',
  occurredAt: (row: SealedEvent): string => row[7] ?? '',
  correlationId: (row: SealedEvent): string => row[10] ?? '',
};

/** The log for whoever carries events but must not read them: needs no keyring and no data key. */
export class SealedLog {
  constructor(private readonly pool: pg.Pool) {}

  /** Up to `limit` events with `after` < position ≤ `upTo`, in order. */
  async read(after: number, upTo: number, limit: number): Promise<SealedEvent[]> {
    return readPage(
      { after, upTo, limit },
      async (low, high, most) => (await this.pool.query(logQuery({}, low, high, most))).rows as SealedEvent[],
      () => this.head(),
    );
  }

  /** All events up to a position in blocks, from one snapshot. */
  replay(upTo: number): AsyncGenerator<SealedEvent[]> {
    return copyRows(this.pool, { upTo });
  }

  async head(): Promise<number> {
    const { rows } = await this.pool.query<{ position: string }>('select position from es.head');
    return Number(rows[0]?.position ?? 0);
  }
}
