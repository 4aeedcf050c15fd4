import { Injectable } from '@nestjs/common';
import type { OverdueQuery, OverdueSheet, Step } from '#libs/contracts';
import { holds } from '#libs/domain';
import { RegistersReader, type Principal } from '#libs/identity';
import { Clock, Database, ReadPosition } from '#libs/service-kit';
import { Officers, unitsOf } from '../people/officers.js';

/** Cases named for each step; the rest is a number. */
const MOST_NAMED = 20;

interface Row {
  readonly unit: string;
  readonly step: Step;
  readonly overdue: number;
  readonly oldest: Date;
  readonly cases: { id: string; dueAt: string }[] | null;
}

/** What is late, by the unit that answers for it: cases, pleas for help and referrals on one sheet. */
@Injectable()
export class Overdue {
  constructor(
    private readonly database: Database,
    private readonly officers: Officers,
    private readonly registers: RegistersReader,
    private readonly position: ReadPosition,
    private readonly clock: Clock,
  ) {}

  /** What the caller's unit answers for, and what others owe to its cases; the auditor sees every unit. */
  async sheet(caller: Principal, { after }: OverdueQuery): Promise<OverdueSheet> {
    const officer = await this.officers.of(caller);
    const { stale } = await this.position.wait(['triage.queue', 'triage.beside'], after);
    const registers = await this.registers.now();
    const at = this.clock.now().toISOString();
    const { rows } = await this.database.query<Row>(SHEET, [
      at,
      holds(officer, 'auditor'),
      unitsOf(officer),
      MOST_NAMED,
    ]);
    const units = new Map<string, OverdueSheet['units'][number]>();
    for (const { unit, step, overdue, oldest, cases } of rows) {
      const sheet = units.get(unit) ?? {
        unit,
        name: registers.get('unit', unit)?.name ?? unit,
        overdue: 0,
        steps: [],
      };
      sheet.overdue += overdue;
      sheet.steps.push({
        step,
        overdue,
        oldest: oldest.toISOString(),
        cases: (cases ?? []).map(({ id, dueAt }) => ({ id, dueAt: new Date(dueAt).toISOString() })),
      });
      units.set(unit, sheet);
    }
    return {
      at,
      units: [...units.values()].sort((a, b) => b.overdue - a.overdue || (a.unit < b.unit ? -1 : 1)),
      ...(stale ? { stale } : {}),
    };
  }
}

const SHEET = `
with late as (
  select d ->> 'unit' as unit, d ->> 'step' as step, (d ->> 'at')::timestamptz as due_at, c.case_id,
         c.unit as lead, c.coordinating
    from triage_queue.queue_case c, jsonb_array_elements(c.due) d
   where c.due_at <= $1::timestamptz and (d ->> 'at')::timestamptz <= $1::timestamptz
  union all
  select s.unit, 'support-contact', s.contact_by, s.case_id, c.unit, c.coordinating
    from triage_beside.support s left join triage_queue.queue_case c on c.case_id = s.case_id
   where s.state = 'requested' and s.contact_by <= $1::timestamptz
  union all
  select r.unit, case r.state when 'sent' then 'referral-receive' else 'referral-outcome' end, r.due_at, r.case_id,
         c.unit, c.coordinating
    from triage_beside.referral r left join triage_queue.queue_case c on c.case_id = r.case_id
   where r.due_at <= $1::timestamptz
), seen as (
  select late.*, $2 or lead = any($3::text[]) or coordinating && $3::text[] as readable,
         row_number() over (partition by unit, step order by due_at, case_id) as place
    from late where $2 or unit = any($3::text[]) or lead = any($3::text[])
)
select unit, step, count(*)::int as overdue, min(due_at) as oldest,
       jsonb_agg(jsonb_build_object('id', case_id, 'dueAt', due_at) order by due_at, case_id)
         filter (where readable and place <= $4) as cases
  from seen group by unit, step order by unit, min(due_at)`;
