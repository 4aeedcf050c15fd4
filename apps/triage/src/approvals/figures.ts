import { Injectable } from '@nestjs/common';
import type { ApproverFigures, ApproverFiguresQuery } from '#libs/contracts';
import type { Principal } from '#libs/identity';
import { Clock, Database, ReadPosition } from '#libs/service-kit';

const DAY = 86_400_000;

/** An approver's own figures. There is no way to ask for somebody else's. */
@Injectable()
export class Figures {
  constructor(
    private readonly database: Database,
    private readonly position: ReadPosition,
    private readonly clock: Clock,
  ) {}

  async mine(caller: Principal, { days, after }: ApproverFiguresQuery): Promise<ApproverFigures> {
    const { stale } = await this.position.wait(['triage.approvals'], after);
    const since = new Date(this.clock.now().getTime() - days * DAY).toISOString();
    const { rows } = await this.database.query<{
      approved: number;
      returned: number;
      passed: number;
      median: number | null;
      quick: number;
    }>(FIGURES, [caller.id, since]);
    const { approved = 0, returned = 0, passed = 0, median = null, quick = 0 } = rows[0] ?? {};
    const judged = approved + returned;
    return {
      days,
      approved,
      returned,
      passed,
      shareReturned: judged === 0 ? null : returned / judged,
      medianSeconds: median,
      withinTenSeconds: quick,
      ...(stale ? { stale } : {}),
    };
  }
}

const FIGURES = `
select count(*) filter (where what = 'approved')::int as approved,
       count(*) filter (where what = 'returned')::int as returned,
       count(*) filter (where what = 'passed')::int as passed,
       percentile_cont(0.5) within group (order by took) filter (where what <> 'passed') as median,
       count(*) filter (where what <> 'passed' and took <= 10)::int as quick
  from (select a.what, extract(epoch from a.at - l.first_at)::float8 as took
          from triage_approvals.approval a
          left join triage.approval_look l on l.person = a.person and l.digest = a.digest and l.first_at <= a.at
         where a.person = $1 and a.at >= $2::timestamptz) mine`;
