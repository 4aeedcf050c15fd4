import { Injectable } from '@nestjs/common';
import { PRIORITIES, keysOf, type Category, type MyCare, type SetMyCare, type UnitCare } from '#libs/contracts';
import { restOf, type Rest, type RestPolicy } from '#libs/domain';
import { AccessLog, type Principal } from '#libs/identity';
import { Clock, Database, Problem, ReadPosition } from '#libs/service-kit';
import { WorkRules } from '../people/work-rules.js';

/** Figures about fewer people would be about somebody [ours]. */
const FEWEST = 5;
const DAYS = 30;
/** Ranks of the priorities that count as hard: critical and high. */
const SEVERE_RANK = keysOf(PRIORITIES).indexOf('high');

/** Looks after those who look at hard things (chăm sóc sức khoẻ tinh thần cán bộ). */
@Injectable()
export class Care {
  constructor(
    private readonly database: Database,
    private readonly rules: WorkRules,
    private readonly access: AccessLog,
    private readonly position: ReadPosition,
    private readonly clock: Clock,
  ) {}

  /** The caller's own day and settings. */
  async mine(caller: Principal, after?: number): Promise<MyCare> {
    const { stale } = await this.position.wait(['triage.care'], after);
    const { rest, policy } = await this.standing(caller);
    return {
      handledInShift: rest.inShift,
      shiftCap: policy.shiftCapCases,
      severeRun: rest.severeRun,
      severeRunLimit: policy.severeRunCases,
      rest: rest.rest,
      until: rest.rest === 'break' ? rest.until : null,
      optedOut: await this.optedOut(caller.id),
      ...(stale ? { stale } : {}),
    };
  }

  /** What the caller does not want to be handed. Work that somebody assigns to them by hand still comes. */
  async set(caller: Principal, { optedOut }: SetMyCare): Promise<MyCare> {
    await this.database.query(
      `insert into triage.care_setting (person, opted_out) values ($1, $2)
       on conflict (person) do update set opted_out = excluded.opted_out`,
      [caller.id, [...new Set(optedOut)]],
    );
    return this.mine(caller);
  }

  async optedOut(person: string): Promise<Category[]> {
    const { rows } = await this.database.query<{ opted_out: Category[] }>(
      'select opted_out from triage.care_setting where person = $1',
      [person],
    );
    return rows[0]?.opted_out ?? [];
  }

  /**
   * Before the next case is handed out: a suggestion to rest, which the person may pass once with a reason.
   * @throws {Problem} `rest-suggested`, or `shift-cap-reached` where it was passed once already.
   */
  async beforeNext(caller: Principal, goOn: { readonly reason: string } | undefined): Promise<void> {
    const { rest } = await this.standing(caller);
    if (rest.rest === 'none') return;
    const facts = { handledInShift: rest.inShift, severeRun: rest.severeRun };
    if (rest.rest === 'cap' && !rest.mayGoOn) throw new Problem('shift-cap-reached', { extra: facts });
    if (goOn === undefined) {
      const until = rest.rest === 'break' ? { until: rest.until } : {};
      throw new Problem('rest-suggested', { extra: { rest: rest.rest, ...until, ...facts } });
    }
    await this.access.restDeclined(caller, rest.rest, goOn.reason);
  }

  /** How hard a unit's last month was; nothing while it would say something about single people. */
  async ofUnit(caller: Principal): Promise<UnitCare> {
    const { unit } = caller;
    if (unit === null) throw new Problem('forbidden');
    const since = new Date(this.clock.now().getTime() - DAYS * 86_400_000).toISOString();
    const { rows } = await this.database.query<{ people: number; handled: number; severe: number; went_on: number }>(
      `select count(distinct h.person)::int as people, count(*)::int as handled,
              count(*) filter (where c.priority_rank <= $3)::int as severe,
              (select count(*)::int from triage_care.went_on w where w.unit = $1 and w.at >= $2::timestamptz) as went_on
         from triage_care.handled h left join triage_queue.queue_case c on c.case_id = h.case_id
        where h.unit = $1 and h.at >= $2::timestamptz`,
      [unit, since, SEVERE_RANK],
    );
    const { people = 0, handled = 0, severe = 0, went_on = 0 } = rows[0] ?? {};
    return people < FEWEST
      ? { unit, days: DAYS, hidden: true, people: null, handled: null, severe: null, wentOn: null }
      : { unit, days: DAYS, hidden: false, people, handled, severe, wentOn: went_on };
  }

  private async standing(caller: Principal): Promise<{ rest: Rest; policy: RestPolicy }> {
    const policy = await this.policy(caller.unit ?? '');
    const now = this.clock.now().toISOString();
    const [{ rows: handled }, { rows: wentOn }] = await Promise.all([
      this.database.query<{ at: Date; severe: boolean }>(
        `select h.at, coalesce(c.priority_rank <= $3, false) as severe
           from triage_care.handled h left join triage_queue.queue_case c on c.case_id = h.case_id
          where h.person = $1 and h.at > $2::timestamptz - make_interval(hours => $4) order by h.at desc limit 1000`,
        [caller.id, now, SEVERE_RANK, policy.shiftHours],
      ),
      this.database.query<{ at: Date }>(
        `select at from triage_care.went_on where person = $1 and at > $2::timestamptz - make_interval(hours => $3)
          order by at desc limit 1`,
        [caller.id, now, policy.shiftHours],
      ),
    ]);
    const facts = {
      now,
      handled: handled.map(({ at, severe }) => ({ at: at.toISOString(), severe })),
      wentOnAt: wentOn[0]?.at.toISOString() ?? null,
    };
    return { rest: restOf(facts, policy), policy };
  }

  private async policy(unit: string): Promise<RestPolicy> {
    const [severeRunCases, breakMinutes, shiftCapCases, shiftHours] = await Promise.all([
      this.rules.of('severe-run-cases', unit),
      this.rules.of('break-minutes', unit),
      this.rules.of('shift-cap-cases', unit),
      this.rules.of('shift-hours', unit),
    ]);
    return { severeRunCases, breakMinutes, shiftCapCases, shiftHours };
  }
}
