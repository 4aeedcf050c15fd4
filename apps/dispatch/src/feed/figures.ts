import type { Metrics, ServiceRuntime } from '#libs/service-kit';

/**
 * Every provider's feed in one statement: what a poll from its last place would hand out, since when the oldest of it waits, and how long ago it
 * asked. Providers that never asked wait since the first item.
 */
const FEEDS = `
select h.provider,
       count(i.*)::float8 as waiting,
       coalesce(extract(epoch from $1::timestamptz - min(i.queued_at)), 0)::float8 as oldest,
       extract(epoch from $1::timestamptz - max(s.seen_at))::float8 as silent
  from dispatch_feed.head h
  left join dispatch_console.feed_seen s on s.lane = 'requests' and s.provider = h.provider
  left join dispatch_feed.item i on i.provider = h.provider and i.live
        and i.sequence > coalesce(case i.kind when 'lift' then s.lifts else s.blocks end, 0)
 group by h.provider`;

interface Feed {
  readonly provider: string;
  readonly waiting: number;
  readonly oldest: number;
  readonly silent: number | null;
}

/** How far each provider is, for operators. Providers are a register: their names are few, and no secret. */
export function feedFigures(metrics: Metrics, { database, clock }: Pick<ServiceRuntime, 'database' | 'clock'>): void {
  let asked: Promise<readonly Feed[]> | undefined;
  const feeds = (): Promise<readonly Feed[]> =>
    (asked ??= database
      .query<Feed>(FEEDS, [clock.now()])
      .then(({ rows }) => rows)
      .finally(() => {
        asked = undefined;
      }));
  const gauge = (name: string, help: string, value: (feed: Feed) => number | null): void => {
    metrics.gauge(
      name,
      help,
      async () =>
        (await feeds()).flatMap((feed) => {
          const found = value(feed);
          return found === null ? [] : [{ labels: { provider: feed.provider }, value: Math.max(0, found) }];
        }),
      ['provider'],
    );
  };
  gauge('lachan_feed_lag_items', 'Requests that a provider has not fetched yet', (feed) => feed.waiting);
  gauge('lachan_feed_lag_seconds', 'How long the oldest request has waited to be fetched', (feed) => feed.oldest);
  gauge('lachan_feed_silent_seconds', 'How long ago a provider asked for its feed', (feed) => feed.silent);
}
