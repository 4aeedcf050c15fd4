import type { OnApplicationBootstrap } from '@nestjs/common';
import type { Metrics, ServiceRuntime } from '#libs/service-kit';

const LATE = `
select count(*)::float8 as late, coalesce(extract(epoch from $1::timestamptz - min(due_at)), 0)::float8 as oldest
  from triage_queue.queue_case where coalesce(due_at, 'infinity') < $1`;

/** How many cases have a step past its due time, and by how much the worst; which they are stands in the queue, for those who may see it. */
export class LateCases implements OnApplicationBootstrap {
  constructor(
    private readonly runtime: Pick<ServiceRuntime, 'database' | 'clock'>,
    private readonly metrics: Metrics,
  ) {}

  onApplicationBootstrap(): void {
    this.metrics.gauge('lachan_cases_overdue', 'Cases of which a step is past its due time', async () => [
      { value: (await this.#late()).late },
    ]);
    this.metrics.gauge(
      'lachan_cases_overdue_seconds',
      'How long the longest overdue step is past its due time',
      async () => [{ value: (await this.#late()).oldest }],
    );
  }

  async #late(): Promise<{ late: number; oldest: number }> {
    const { rows } = await this.runtime.database.query<{ late: number; oldest: number }>(LATE, [
      this.runtime.clock.now(),
    ]);
    return rows[0] ?? { late: 0, oldest: 0 };
  }
}
