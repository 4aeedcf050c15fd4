import { Injectable } from '@nestjs/common';
import { CATEGORIES, PRIORITIES, keysOf, type CaseStats, type CaseStatsQuery } from '#libs/contracts';
import { actsFor, holds } from '#libs/domain';
import type { Principal } from '#libs/identity';
import { Clock, Database, Problem, ReadPosition } from '#libs/service-kit';
import { Officers, unitsOf } from '../people/officers.js';

const LIVE = ['open', 'awaiting-approval', 'awaiting-dismissal', 'approved', 'letter-sent', 'in-force'];
const PRIORITY_NAMES = keysOf(PRIORITIES);

type Counted = readonly { readonly name: string | null; readonly count: number }[];

/** Figures for staff: their unit's; an auditor's for any unit or all. Nothing that shows a single case. */
@Injectable()
export class Stats {
  constructor(
    private readonly database: Database,
    private readonly officers: Officers,
    private readonly position: ReadPosition,
    private readonly clock: Clock,
  ) {}

  /** @throws {Problem} `foreign-unit` when staff ask for another unit's figures. */
  async of(caller: Principal, query: CaseStatsQuery): Promise<CaseStats> {
    const officer = await this.officers.of(caller);
    const auditor = holds(officer, 'auditor');
    if (query.unit !== undefined && !auditor && !actsFor(officer, query.unit)) throw new Problem('foreign-unit');
    const units = query.unit === undefined ? (auditor ? null : unitsOf(officer)) : [query.unit];
    const { stale } = await this.position.wait(['triage.queue', 'triage.beside'], query.after);
    const now = this.clock.now().toISOString();
    const [byStatus, byCategory, byPriority, steps, work, support, referrals] = await Promise.all([
      this.count(
        'select status as name, count(*)::int from triage_queue.queue_case where $1::text[] is null or unit = any($1) group by 1',
        [units],
      ),
      this.count(
        'select category as name, count(*)::int from triage_queue.queue_case where $1::text[] is null or unit = any($1) group by 1',
        [units],
      ),
      this.count(
        'select priority_rank::text as name, count(*)::int from triage_queue.queue_case where $1::text[] is null or unit = any($1) group by 1',
        [units],
      ),
      this.count(
        `select d ->> 'step' as name, count(*)::int from triage_queue.queue_case, jsonb_array_elements(due) d
          where ($1::text[] is null or unit = any($1)) and due_at <= $2::timestamptz and (d ->> 'at')::timestamptz <= $2::timestamptz group by 1`,
        [units, now],
      ),
      this.database.query<{ claimed: number; overdue: number }>(
        `select count(*) filter (where claimed_by is not null and claim_until > $2::timestamptz)::int as claimed,
                count(*) filter (where due_at <= $2::timestamptz)::int as overdue
           from triage_queue.queue_case where $1::text[] is null or unit = any($1)`,
        [units, now],
      ),
      this.count(
        'select state as name, count(*)::int from triage_beside.support where $1::text[] is null or unit = any($1) group by 1',
        [units],
      ),
      this.count(
        'select state as name, count(*)::int from triage_beside.referral where $1::text[] is null or unit = any($1) group by 1',
        [units],
      ),
    ]);
    const statuses = record(byStatus);
    return {
      unit: query.unit ?? (auditor ? null : officer.unit),
      cases: byStatus.reduce((sum, { count }) => sum + count, 0),
      byStatus: statuses,
      byCategory: record(byCategory.filter(({ name }) => name !== null && name in CATEGORIES)),
      byPriority: record(byPriority.map(({ name, count }) => ({ name: PRIORITY_NAMES[Number(name)] ?? null, count }))),
      open: LIVE.reduce((sum, status) => sum + (statuses[status] ?? 0), 0),
      claimed: work.rows[0]?.claimed ?? 0,
      overdue: work.rows[0]?.overdue ?? 0,
      overdueBySteps: record(steps),
      support: record(support),
      referrals: record(referrals),
      ...(stale ? { stale } : {}),
    };
  }

  private async count(sql: string, values: unknown[]): Promise<Counted> {
    const { rows } = await this.database.query<{ name: string | null; count: number }>(sql, values);
    return rows;
  }
}

const record = (counted: Counted): Record<string, number> =>
  Object.fromEntries(counted.flatMap(({ name, count }) => (name === null ? [] : [[name, count]])));
