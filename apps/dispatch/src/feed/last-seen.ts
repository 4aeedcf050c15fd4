import { Injectable } from '@nestjs/common';
import { Clock, Database } from '#libs/service-kit';
import { LRUCache } from 'lru-cache';
import type { FeedSide } from './feed-side.js';
import type { Place } from './place.js';

/** A poll from the same place is written again after this time (ms): not one write for each poll of an idle feed. */
const WRITE_EVERY = 15_000;

/** When each provider last asked for its feed, and from which place: what the console and operators look at. */
@Injectable()
export class LastSeen {
  readonly #written = new LRUCache<string, { readonly at: number; readonly place: string }>({ max: 10_000 });

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @param place of the cursor that was sent, which is what the provider has applied; a snapshot says nothing of that. */
  async note(lane: FeedSide['lane'], provider: string, place?: Place): Promise<void> {
    const now = this.clock.now();
    const id = `${lane}:${provider}`;
    const known = this.#written.get(id);
    const wanted = place === undefined ? (known?.place ?? '') : `${String(place.lifts)}:${String(place.blocks)}`;
    if (known?.place === wanted && now.getTime() - known.at < WRITE_EVERY) return;
    // Said before it is written: polls that come together from one place write once, and none waits for another's row.
    this.#written.set(id, { at: now.getTime(), place: wanted });
    await this.database.query(
      `insert into dispatch_console.feed_seen as s (lane, provider, seen_at, lifts, blocks)
       values ($1, $2, $3, coalesce($4::bigint, 0), coalesce($5::bigint, 0))
       on conflict (lane, provider) do update
         set seen_at = excluded.seen_at, lifts = coalesce($4::bigint, s.lifts), blocks = coalesce($5::bigint, s.blocks)`,
      [lane, provider, now, place?.lifts ?? null, place?.blocks ?? null],
    );
  }
}
