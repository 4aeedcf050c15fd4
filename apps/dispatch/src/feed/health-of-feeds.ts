import { Injectable } from '@nestjs/common';
import type { FeedHealth } from '#libs/contracts';
import { Clock, Database } from '#libs/service-kit';
import type { FeedSchema } from './feed-store.js';
import type { OwnFeed } from './feed-side.js';

interface Row {
  seen_at: Date | null;
  lag: number;
  oldest: Date | null;
  size: number;
  sequence: number;
  changed_at: Date | null;
  answered_at: Date | null;
}

const SCHEMAS: Readonly<Record<FeedHealth['lane'], FeedSchema>> = {
  requests: 'dispatch_feed',
  sandbox: 'dispatch_sandbox',
};

/** What waits: an item that a poll from the last known place would hand out. */
const question = (schema: FeedSchema): string => `
with seen as (select seen_at, lifts, blocks from dispatch_console.feed_seen where lane = $1 and provider = $2),
     live as (select i.kind, i.queued_at,
                     i.sequence > coalesce(case i.kind when 'lift' then s.lifts else s.blocks end, 0) as waits
                from ${schema}.item i left join seen s on true where i.provider = $2 and i.live)
select (select seen_at from seen) as seen_at,
       count(*) filter (where waits)::int as lag,
       min(queued_at) filter (where waits) as oldest,
       count(*) filter (where kind = 'block')::int as size,
       coalesce((select sequence from ${schema}.head where provider = $2), 0)::float8 as sequence,
       (select changed_at from ${schema}.head where provider = $2) as changed_at,
       (select answered_at from ${schema}.head where provider = $2) as answered_at
  from live`;

/** How a provider's own feed does: one statement, one snapshot. */
@Injectable()
export class HealthOfFeeds {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async of({ side, provider }: OwnFeed): Promise<FeedHealth> {
    const { rows } = await this.database.query<Row>(question(SCHEMAS[side.lane]), [side.lane, provider]);
    const row = rows[0];
    const now = this.clock.now();
    const waited = row?.oldest ? Math.max(0, now.getTime() - row.oldest.getTime()) : 0;
    return {
      provider,
      lane: side.lane,
      lastSeenAt: row?.seen_at?.toISOString() ?? null,
      lagItems: row?.lag ?? 0,
      lagSeconds: Math.round(waited / 1_000),
      listSize: row?.size ?? 0,
      sequence: row?.sequence ?? 0,
      lastChangeAt: row?.changed_at?.toISOString() ?? null,
      lastAnswerAt: row?.answered_at?.toISOString() ?? null,
      now: now.toISOString(),
    };
  }
}
