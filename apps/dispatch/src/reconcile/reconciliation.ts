import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { ReconciliationReport } from '#libs/contracts';
import { Logger, ServiceRuntime } from '#libs/service-kit';
import type { Metrics } from '#libs/service-kit';
import { feedFigures } from '../feed/figures.js';
import { seenFigures } from '../verification/figures.js';
import { reconcile } from './reconcile.js';

/** Injection token of the process's metrics. */
export const HOST_METRICS = Symbol('lachan metrics');

const DAY = 24 * 60 * 60 * 1_000;
/** Half past two at night in Vietnam (UTC+7), when least is under way. Milliseconds after midnight UTC. */
const NIGHT = 19.5 * 60 * 60 * 1_000;

const COUNTS = `
select case
         when status = 'not-expressible' then 'not-expressible'
         when status = 'parked' then 'parked'
         when status in ('queued', 'delivered', 'acknowledged', 'lift-queued', 'lift-delivered')
           then case when overdue_at < $1 then 'overdue' else 'open-on-time' end
         else 'answered'
       end as standing, count(*)::float8 as requests
  from dispatch_requests.request_row group by 1`;

/** The nightly proof, and its figures at every scrape. */
@Injectable()
export class Reconciliation implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #last: ReconciliationReport | undefined;
  #stopped = false;

  constructor(
    private readonly runtime: ServiceRuntime,
    private readonly logger: Logger,
    @Inject(HOST_METRICS) private readonly metrics: Metrics,
  ) {}

  onApplicationBootstrap(): void {
    this.metrics.gauge(
      'lachan_reconciliation_requests',
      'Requests by where their provider stands with the order',
      () => this.#now(),
      ['standing'],
    );
    this.metrics.gauge(
      'lachan_reconciliation_faults',
      'Holes and differences that the last nightly reconciliation found',
      () =>
        this.#last === undefined
          ? []
          : [
              { labels: { kind: 'hole' }, value: this.#last.holes.length },
              { labels: { kind: 'difference' }, value: this.#last.differences.length },
            ],
      ['kind'],
    );
    feedFigures(this.metrics, this.runtime);
    seenFigures(this.metrics, this.runtime);
    this.#schedule();
  }

  beforeApplicationShutdown(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    if (this.#stopped) return;
    const now = this.runtime.clock.now().getTime();
    const wait = DAY - ((now - NIGHT) % DAY);
    this.#timer = setTimeout(() => {
      void this.#nightly().finally(() => {
        this.#schedule();
      });
    }, wait);
    this.#timer.unref();
  }

  async #nightly(): Promise<void> {
    try {
      const report = (this.#last = await reconcile(this.runtime));
      const { holes, differences, counts } = report;
      if (holes.length + differences.length === 0) this.logger.info({ counts }, 'reconciliation: nothing was dropped');
      else this.logger.error({ holes, differences }, 'reconciliation: something was dropped');
    } catch (error) {
      this.logger.error({ err: error }, 'the nightly reconciliation could not be made');
    }
  }

  /** Counted by the read model in one statement; the rule is the domain's `reconcile`, put into SQL for every scrape. */
  async #now(): Promise<{ labels: { standing: string }; value: number }[]> {
    const { rows } = await this.runtime.database.query<{ standing: string; requests: number }>(COUNTS, [
      this.runtime.clock.now(),
    ]);
    return rows.map(({ standing, requests }) => ({ labels: { standing }, value: requests }));
  }
}
