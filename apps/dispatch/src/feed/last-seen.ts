import { Injectable } from '@nestjs/common';
import { Clock, Database, Gathered } from '#libs/service-kit';
import { LRUCache } from 'lru-cache';
import type { FeedSide } from './feed-side.js';
import type { Place } from './place.js';

/** A poll from the same place is written again after this time (ms): not one write for each poll of an idle feed. */
const WRITE_EVERY = 15_000;

interface Seen {
  readonly lane: FeedSide['lane'];
  readonly provider: string;
  readonly at: Date;
  readonly place: Place | undefined;
}

/** When each provider last asked for its feed, and from which place: what the console and operators look at. */
@Injectable()
export class LastSeen {
  readonly #writes = new Gathered<Seen, undefined>(async (all) => {
    await this.#write(all);
    return all.map(() => undefined);
  });
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
    await this.#writes.ask({ lane, provider, at: now, place });
  }

  /** Who is woken together asks again together: one statement, in which each provider stands once, as it asked last. */
  async #write(all: readonly Seen[]): Promise<void> {
    const last = new Map<string, Seen>();
    for (const seen of all) {
      const id = `${seen.lane}:${seen.provider}`;
      last.set(id, { ...seen, place: seen.place ?? last.get(id)?.place });
    }
    // Always in the same order: two processes that write the same rows must not wait for each other.
    const rows = [...last].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, seen]) => seen);
    await this.database.query(
      `insert into dispatch_console.feed_seen (lane, provider, seen_at, lifts, blocks)
       select g.lane, g.provider, g.at, coalesce(g.lifts, k.lifts, 0), coalesce(g.blocks, k.blocks, 0)
         from unnest($1::text[], $2::text[], $3::timestamptz[], $4::bigint[], $5::bigint[]) as g(lane, provider, at, lifts, blocks)
         left join dispatch_console.feed_seen k on k.lane = g.lane and k.provider = g.provider
       on conflict (lane, provider) do update
         set seen_at = excluded.seen_at, lifts = excluded.lifts, blocks = excluded.blocks`,
      [
        rows.map(({ lane }) => lane),
        rows.map(({ provider }) => provider),
        rows.map(({ at }) => at),
        rows.map(({ place }) => place?.lifts ?? null),
        rows.map(({ place }) => place?.blocks ?? null),
      ],
    );
  }
}
