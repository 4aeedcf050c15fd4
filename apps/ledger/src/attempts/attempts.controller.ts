import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AttemptList, AttemptsQuery } from '#libs/contracts';
import type { Attempt } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { CursorCodec, Database, ReadPosition } from '#libs/service-kit';
import { withActor } from '../events/actor-row.js';
import type { ByActor } from '../events/actor-row.js';

/** What the rules stopped: self-approvals, stale claims, guarded names, foreign units. */
@ApiTags('audit')
@Controller('api/v1/audit/attempts')
export class AttemptsController {
  constructor(
    private readonly database: Database,
    private readonly position: ReadPosition,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @Permit({ roles: ['auditor'] })
  @ApiOperation({ summary: 'Các thao tác đã bị quy tắc chặn · attempts that were refused, newest first' })
  @ApiResponse({ status: 200, standardSchema: AttemptList, description: 'A page' })
  async list(@Query({ schema: AttemptsQuery }) query: AttemptsQuery): Promise<AttemptList> {
    const { stale } = await this.position.wait(['ledger.attempts'], query.after);
    const before = this.cursors.decode('attempts', query.cursor) as number | undefined;
    const { rows } = await this.database.query<ByActor<Attempt>>(
      `select position::float8 as position, at, app, actor_kind, actor_id, actor_unit, attempt, refusal, case_id as "case", subject
       from ledger_attempts.attempt as a
       where ($1::uuid is null or case_id = $1) and ($2::text is null or actor_id = $2) and ($3::bigint is null or a.position < $3)
       order by a.position desc limit $4`,
      [query.case ?? null, query.person ?? null, before ?? null, query.limit + 1],
    );
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return {
      items: page.map(withActor),
      ...(rows.length > query.limit && last && { cursor: this.cursors.encode('attempts', last.position) }),
      ...(stale && { stale }),
    };
  }
}
