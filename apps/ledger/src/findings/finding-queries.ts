import { Injectable } from '@nestjs/common';
import type { FindingList, FindingView } from '#libs/contracts';
import { RegistersReader } from '#libs/identity';
import type { Principal } from '#libs/identity';
import { Clock, CursorCodec, Database, ReadPosition } from '#libs/service-kit';

interface Row extends Omit<FindingView, 'raisedAt' | 'answerBy' | 'overdue'> {
  position: number;
  raisedAt: Date;
  answerBy: Date;
}

/** Findings as lists show them: the auditor sees all, everybody else those of their unit and of those it took over. */
@Injectable()
export class FindingQueries {
  constructor(
    private readonly database: Database,
    private readonly position: ReadPosition,
    private readonly cursors: CursorCodec,
    private readonly clock: Clock,
    private readonly registers: RegistersReader,
  ) {}

  async list(
    query: { cursor?: string | undefined; limit: number; after?: number | undefined },
    caller: Principal,
  ): Promise<FindingList> {
    const { stale } = await this.position.wait(['ledger.findings'], query.after);
    const units = await this.#unitsOf(caller);
    const scope = `findings:${caller.id}`;
    const before = this.cursors.decode(scope, query.cursor) as number | undefined;
    const { rows } = await this.database.query<Row>(
      `select finding_id as "findingId", f.position::float8 as position, case_id as "caseId", unit, status, text, answer,
         raised_at as "raisedAt", answer_by as "answerBy"
       from ledger_findings.finding as f
       where ($1::text[] is null or unit = any ($1)) and ($2::bigint is null or f.position < $2)
       order by f.position desc limit $3`,
      [units, before ?? null, query.limit + 1],
    );
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    const now = this.clock.now();
    return {
      items: page.map(({ position: _position, raisedAt, answerBy, ...finding }) => ({
        ...finding,
        raisedAt: raisedAt.toISOString(),
        answerBy: answerBy.toISOString(),
        overdue: finding.status === 'raised' && answerBy < now,
      })),
      ...(rows.length > query.limit && last && { cursor: this.cursors.encode(scope, last.position) }),
      ...(stale && { stale }),
    };
  }

  /** Null: all of them. */
  async #unitsOf({ roles, unit }: Principal): Promise<string[] | null> {
    if (roles.includes('auditor')) return null;
    return unit === null ? [] : [unit, ...(await this.registers.now()).predecessors(unit)];
  }
}
