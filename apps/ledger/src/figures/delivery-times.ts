import type { OnApplicationBootstrap } from '@nestjs/common';
import type { Metrics, ServiceRuntime } from '#libs/service-kit';

const DAYS = 30;
/** Asked anew at most so often: percentiles read every request of the last days (ms). */
const KEPT = 60_000;

/**
 * How long 95 of 100 blocks took, and lifts. A lift that is not done yet counts with its age so far: who never lifts must not
 * look fast.
 */
const TIMES = `
select provider,
       percentile_cont(0.95) within group (order by extract(epoch from enforced_at - queued_at)::float8)
         filter (where enforced_at >= $2) as block,
       percentile_cont(0.95) within group (order by extract(epoch from coalesce(lifted_at, $1) - lift_queued_at)::float8)
         filter (where coalesce(lifted_at, $1) >= $2) as unblock
  from ledger_cases.request_row group by provider`;

export interface DeliveryTime {
  readonly provider: string;
  /** Seconds from the request to the provider's "enforced"; null when nothing was enforced lately. */
  readonly block: number | null;
  /** Seconds from the lift request to "lifted". */
  readonly unblock: number | null;
}

/** The time to unblock beside the time to block, at each provider: undoing has to be as fast as doing. */
export class DeliveryTimes implements OnApplicationBootstrap {
  #asked: { readonly at: number; readonly times: Promise<readonly DeliveryTime[]> } | undefined;

  constructor(
    private readonly runtime: Pick<ServiceRuntime, 'database' | 'clock'>,
    private readonly metrics: Metrics,
  ) {}

  onApplicationBootstrap(): void {
    const gauge = (name: string, help: string, secondsOf: (time: DeliveryTime) => number | null): void => {
      const values = async () =>
        (await this.#times()).flatMap((time) => {
          const value = secondsOf(time);
          return value === null ? [] : [{ labels: { provider: time.provider }, value }];
        });
      this.metrics.gauge(name, help, values, ['provider']);
    };
    const last = `of the last ${String(DAYS)} days, p95`;
    gauge('lachan_block_p95_seconds', `From a request to its enforcement, ${last}`, ({ block }) => block);
    gauge('lachan_unblock_p95_seconds', `From a lift request to the lift, ${last}`, ({ unblock }) => unblock);
  }

  /** As it is now, without what was asked before. */
  async read(): Promise<readonly DeliveryTime[]> {
    const now = this.runtime.clock.now();
    const since = new Date(now.getTime() - DAYS * 86_400_000);
    return (await this.runtime.database.query<DeliveryTime>(TIMES, [now, since])).rows;
  }

  #times(): Promise<readonly DeliveryTime[]> {
    const now = this.runtime.clock.now().getTime();
    if (this.#asked && now - this.#asked.at < KEPT) return this.#asked.times;
    const times = this.read();
    this.#asked = { at: now, times };
    // What failed is asked again by the next who wants to know.
    times.catch(() => (this.#asked = undefined));
    return times;
  }
}
