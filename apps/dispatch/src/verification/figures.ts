import type { Metrics, ServiceRuntime } from '#libs/service-kit';

/** The newest look at each request that is still looked at. */
const SEEN = `
select p.provider, n.reason, count(*)::float8 as requests
  from dispatch_probes.probe_row p join dispatch_probing.next_look n using (request_id)
 where n.reason is not null group by p.provider, n.reason`;

interface Seen {
  readonly provider: string;
  readonly reason: string;
  readonly requests: number;
}

/**
 * What the resolvers said at the last look, for operators: a name that is gone (`name-gone`) may need no block any more, a
 * silent resolver proves nothing. Reasons are a closed list (`VERDICT_REASONS`) and say no name.
 */
export function seenFigures(metrics: Metrics, { database }: Pick<ServiceRuntime, 'database'>): void {
  metrics.gauge(
    'lachan_requests_seen',
    'Requests by what the last look at the resolver of their provider said',
    async () =>
      (await database.query<Seen>(SEEN)).rows.map(({ provider, reason, requests }) => ({
        labels: { provider, status: reason },
        value: requests,
      })),
    ['provider', 'status'],
  );
}
