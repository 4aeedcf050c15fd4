import { Injectable } from '@nestjs/common';
import type { ReferralList, ReferralQuery, SupportList, SupportQuery } from '#libs/contracts';
import type { Principal } from '#libs/identity';
import { RegistersReader } from '#libs/identity';
import { Clock, CursorCodec, Database, Problem, ReadPosition } from '#libs/service-kit';
import { targetView } from '../cases/target-view.js';
import type { CaseRow } from '../queue/row.js';

interface ReferralRow {
  referral_id: string;
  case_id: string;
  recipient: ReferralList['items'][number]['recipient'];
  unit: string;
  category: ReferralList['items'][number]['category'];
  state: ReferralList['items'][number]['state'];
  reason: string | null;
  outcome: ReferralList['items'][number]['outcome'];
  note: string | null;
  due_at: Date | null;
  sent_at: Date;
  version: number;
  of_case: CaseRow | null;
}

interface SupportRow {
  support_id: string;
  case_id: string;
  unit: string;
  state: SupportList['items'][number]['state'];
  child_in_danger: boolean;
  contact_by: Date;
  on_call: string | null;
  safe_contact: string | null;
  note: string | null;
  requested_at: Date;
  version: number;
}

/** Whose lists these are: the auditor's everything, others' what their unit received or what belongs to its cases. */
interface Scope {
  readonly units: readonly string[];
  readonly everything: boolean;
  /** Only recipients act on what was sent; staff of the case see how it stands. */
  readonly staff: boolean;
}

/** Lists of what runs beside cases. */
@Injectable()
export class BesideLists {
  constructor(
    private readonly database: Database,
    private readonly registers: RegistersReader,
    private readonly position: ReadPosition,
    private readonly cursors: CursorCodec,
    private readonly clock: Clock,
  ) {}

  /** Referrals sent to the caller's unit, and those of the cases it leads; the oldest first. */
  async referrals(caller: Principal, query: ReferralQuery): Promise<ReferralList> {
    const { stale } = await this.position.wait(['triage.beside'], query.after);
    const scope = await this.scopeOf(caller);
    const name = `referrals:${caller.id}`;
    const [at, id] = (this.cursors.decode(name, query.cursor) as [string, string] | undefined) ?? [null, null];
    const now = this.clock.now();
    const { rows } = await this.database.query<ReferralRow>(REFERRALS, [
      scope.everything,
      scope.units,
      scope.staff,
      query.state ?? null,
      query.case ?? null,
      query.overdue ?? null,
      now.toISOString(),
      at,
      id,
      query.limit + 1,
    ]);
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return {
      items: page.map((row) => ({
        id: row.referral_id,
        caseId: row.case_id,
        recipient: row.recipient,
        unit: row.unit,
        category: row.category,
        state: row.state,
        reason: row.reason,
        outcome: row.outcome,
        note: row.note,
        province: row.of_case?.province ?? null,
        targets: (row.of_case?.targets ?? []).map(targetView),
        dueAt: row.due_at?.toISOString() ?? null,
        overdue: row.due_at !== null && row.due_at <= now,
        sentAt: row.sent_at.toISOString(),
        version: row.version,
      })),
      ...(rows.length > query.limit && last !== undefined
        ? { cursor: this.cursors.encode(name, [last.sent_at.toISOString(), last.referral_id]) }
        : {}),
      ...(stale ? { stale } : {}),
    };
  }

  /** Pleas for help, most pressing first. How a child is reached safely is shown to the unit that has to reach it only. */
  async support(caller: Principal, query: SupportQuery): Promise<SupportList> {
    const { stale } = await this.position.wait(['triage.beside'], query.after);
    const scope = await this.scopeOf(caller);
    const name = `support:${caller.id}`;
    const [at, id] = (this.cursors.decode(name, query.cursor) as [string, string] | undefined) ?? [null, null];
    const now = this.clock.now();
    const { rows } = await this.database.query<SupportRow>(SUPPORT, [
      scope.everything,
      scope.units,
      scope.staff,
      query.state ?? null,
      query.case ?? null,
      query.overdue ?? null,
      now.toISOString(),
      at,
      id,
      query.limit + 1,
    ]);
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return {
      items: page.map((row) => ({
        id: row.support_id,
        caseId: row.case_id,
        unit: row.unit,
        state: row.state,
        childInDanger: row.child_in_danger,
        contactBy: row.contact_by.toISOString(),
        onCall: row.on_call,
        overdue: row.state === 'requested' && row.contact_by <= now,
        ...(scope.units.includes(row.unit) ? { safeContact: row.safe_contact } : {}),
        note: row.note,
        requestedAt: row.requested_at.toISOString(),
        version: row.version,
      })),
      ...(rows.length > query.limit && last !== undefined
        ? { cursor: this.cursors.encode(name, [last.contact_by.toISOString(), last.support_id]) }
        : {}),
      ...(stale ? { stale } : {}),
    };
  }

  private async scopeOf(caller: Principal): Promise<Scope> {
    const everything = caller.roles.includes('auditor');
    if (caller.unit === null) {
      if (everything) return { units: [], everything, staff: true };
      throw new Problem('forbidden');
    }
    const registers = await this.registers.now();
    const staff = caller.roles.includes('analyst') || caller.roles.includes('approver');
    return { units: [caller.unit, ...registers.predecessors(caller.unit)], everything, staff };
  }
}

const REFERRALS = `
select r.*, c.state as of_case
  from triage_beside.referral r left join triage_queue.queue_case c on c.case_id = r.case_id
 where ($1 or r.unit = any($2::text[]) or ($3 and c.unit = any($2::text[])))
   and ($4::text is null or r.state = $4)
   and ($5::uuid is null or r.case_id = $5)
   and ($6::text is null or (coalesce(r.due_at <= $7::timestamptz, false)) = ($6 = 'true'))
   and ($8::timestamptz is null or (r.sent_at, r.referral_id) > ($8::timestamptz, $9::uuid))
 order by r.sent_at, r.referral_id limit $10`;

const SUPPORT = `
select s.*, (select w.person from triage_rota.shift w
               where w.unit = s.unit and w.begins <= $7::timestamptz and w.ends > $7::timestamptz limit 1) as on_call
  from triage_beside.support s left join triage_queue.queue_case c on c.case_id = s.case_id
 where ($1 or s.unit = any($2::text[]) or ($3 and c.unit = any($2::text[])))
   and ($4::text is null or s.state = $4)
   and ($5::uuid is null or s.case_id = $5)
   and ($6::text is null or (s.state = 'requested' and s.contact_by <= $7::timestamptz) = ($6 = 'true'))
   and ($8::timestamptz is null or (s.contact_by, s.support_id) > ($8::timestamptz, $9::uuid))
 order by s.contact_by, s.support_id limit $10`;
