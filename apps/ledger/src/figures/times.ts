import { Injectable } from '@nestjs/common';
import type { FigureRow, Figures, FiguresQuery } from '#libs/contracts';
import { actsFor, holds } from '#libs/domain';
import { RegistersReader, officerOf } from '#libs/identity';
import type { Principal } from '#libs/identity';
import { Clock, Database, Problem, ReadPosition } from '#libs/service-kit';
import { caseRows } from '../cases/cases.read-model.js';

const DAYS = 30;
const DAY = 86_400_000;

const minutes = (from: string, to: string): string => `extract(epoch from ${to} - ${from}) / 60.0`;
const ofCase = (measure: string, from: string, to: string): string =>
  `select '${measure}', unit, category, null::text, ${to}, ${minutes(from, to)} from ledger_cases.case_row where ${to} is not null`;
const ofRequest = (measure: string, from: string, to: string): string =>
  `select '${measure}', c.unit, c.category, r.provider, ${to}, ${minutes(from, to)}
     from ledger_cases.request_row r join ledger_cases.case_row c using (case_id) where ${to} is not null`;

/** Everything that is counted, one row each: when it counts, what about, and how long it took. */
const MEASURED = [
  `select 'cases' as measure, unit, category, null::text as provider, opened_at as at, null::numeric as minutes from ledger_cases.case_row`,
  `select 'reports', c.unit, c.category, null, a.at, null from ledger_cases.attached a join ledger_cases.case_row c using (case_id)`,
  ofCase('look', 'opened_at', 'looked_at'),
  ofCase('decision', 'opened_at', 'decided_at'),
  ofCase('referral', 'opened_at', 'referred_at'),
  ofCase('support', 'help_asked_at', 'supported_at'),
  ofRequest('block', 'r.queued_at', 'r.enforced_at'),
  ofRequest('unblock', 'r.lift_queued_at', 'r.lifted_at'),
].join(' union all ');

const GROUPS = { unit: 'unit', category: 'category', provider: 'provider' } as const;
const STEPS = { day: 'day', week: 'week', month: 'month' } as const;

/** How much came in and how long things took: of a unit for its staff, of all for auditors. Never a single case by name. */
@Injectable()
export class Times {
  constructor(
    private readonly database: Database,
    private readonly registers: RegistersReader,
    private readonly position: ReadPosition,
    private readonly clock: Clock,
  ) {}

  /** @throws {Problem} `foreign-unit` when staff ask for another unit's figures. */
  async of(caller: Principal, query: FiguresQuery): Promise<Figures> {
    const units = await this.#units(caller, query.unit);
    const { stale } = await this.position.wait([caseRows.name], query.after);
    const to = query.to === undefined ? this.clock.now() : new Date(query.to);
    const from = query.from === undefined ? new Date(to.getTime() - DAYS * DAY) : new Date(query.from);
    const group = query.by === undefined ? 'null::text' : GROUPS[query.by];
    const period =
      query.per === undefined
        ? 'null::text'
        : `to_char(date_trunc('${STEPS[query.per]}', at at time zone 'Asia/Ho_Chi_Minh'), 'YYYY-MM-DD')`;
    const { rows } = await this.database.query<
      Omit<FigureRow, 'p50' | 'p90' | 'p95'> & { times: (number | null)[] | null }
    >(
      `select measure, ${period} as period, ${group} as "group", count(*)::int as count,
              percentile_cont(array[0.5, 0.9, 0.95]) within group (order by minutes::float8) as times
         from (${MEASURED}) m
        where at >= $1 and at <= $2 and ($3::text[] is null or unit = any ($3)) and ($4::text is null or category = $4)
          and ($5::text is null or provider = $5) and (${query.by === 'provider' ? 'provider is not null' : 'true'})
        group by 1, 2, 3 order by 1, 2, 3`,
      [from, to, units, query.category ?? null, query.provider ?? null],
    );
    return {
      from: from.toISOString(),
      to: to.toISOString(),
      units,
      rows: rows.map(({ times, ...row }) => ({
        ...row,
        p50: rounded(times?.[0]),
        p90: rounded(times?.[1]),
        p95: rounded(times?.[2]),
      })),
      ...(stale && { stale }),
    };
  }

  async #units(caller: Principal, unit: string | undefined): Promise<string[] | null> {
    const officer = officerOf(caller, await this.registers.now());
    if (!officer) throw new Problem('forbidden');
    if (holds(officer, 'auditor')) return unit === undefined ? null : [unit];
    if (unit === undefined) return [officer.unit, ...officer.predecessors];
    if (!actsFor(officer, unit)) throw new Problem('foreign-unit');
    return [unit];
  }
}

const rounded = (value: number | null | undefined): number | null =>
  value === null || value === undefined ? null : Math.round(value * 10) / 10;
