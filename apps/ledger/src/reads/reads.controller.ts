import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CaseReadList, ReadsQuery } from '#libs/contracts';
import type { CaseRead } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { CursorCodec, Database, ReadPosition } from '#libs/service-kit';
import { withActor } from '../events/actor-row.js';
import type { ByActor } from '../events/actor-row.js';
import { reads } from './reads.read-model.js';

/** Who opened which case, had which text shown, and took which evidence out, and what for. */
@ApiTags('audit')
@Controller('api/v1/audit/reads')
export class ReadsController {
  constructor(
    private readonly database: Database,
    private readonly position: ReadPosition,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @Permit({ roles: ['auditor'] })
  @ApiOperation({ summary: 'Ai đã đọc gì · who read what, newest first' })
  @ApiResponse({ status: 200, standardSchema: CaseReadList, description: 'A page' })
  async list(@Query({ schema: ReadsQuery }) query: ReadsQuery): Promise<CaseReadList> {
    const { stale } = await this.position.wait([reads.name], query.after);
    const before = this.cursors.decode('reads', query.cursor) as number | undefined;
    const { rows } = await this.database.query<ByActor<CaseRead>>(
      `select r.position::float8 as position, at, app, actor_kind, actor_id, actor_unit, what, case_id as "case", detail
         from ledger_reads.read r
        where ($1::uuid is null or case_id = $1) and ($2::text is null or actor_id = $2) and ($3::bigint is null or r.position < $3)
        order by r.position desc limit $4`,
      [query.case ?? null, query.person ?? null, before ?? null, query.limit + 1],
    );
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return {
      items: page.map(withActor),
      ...(rows.length > query.limit && last && { cursor: this.cursors.encode('reads', last.position) }),
      ...(stale && { stale }),
    };
  }
}
