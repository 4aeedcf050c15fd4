import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AuditRegisterChangeList, RegisterChangesQuery } from '#libs/contracts';
import type { AuditRegisterChange } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { CursorCodec, Database, ReadPosition } from '#libs/service-kit';
import { registerChanges } from './register-changes.read-model.js';

type Row = Omit<AuditRegisterChange, 'at'> & { at: Date };

/** What was changed in the settings, by whom, from what to what. */
@ApiTags('audit')
@Controller('api/v1/audit/registers')
export class RegisterChangesController {
  constructor(
    private readonly database: Database,
    private readonly position: ReadPosition,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @Permit({ roles: ['auditor'] })
  @ApiOperation({ summary: 'Thay đổi danh bạ · changes of the registers, newest first, with before and after' })
  @ApiResponse({ status: 200, standardSchema: AuditRegisterChangeList, description: 'A page' })
  async list(@Query({ schema: RegisterChangesQuery }) query: RegisterChangesQuery): Promise<AuditRegisterChangeList> {
    const { stale } = await this.position.wait([registerChanges.name], query.after);
    const place = this.cursors.decode('audit-registers', query.cursor) as number | undefined;
    const { rows } = await this.database.query<Row>(
      `select c.position::float8 as position, at, step, kind, entry, change_id as "changeId", proposed_by as "proposedBy", by,
              unit, reason, before, after
         from ledger_register_changes.change c
        where ($1::timestamptz is null or at >= $1) and ($2::timestamptz is null or at <= $2)
          and ($3::text is null or kind = $3) and ($4::bigint is null or c.position < $4)
        order by c.position desc limit $5`,
      [query.from ?? null, query.to ?? null, query.kind ?? null, place ?? null, query.limit + 1],
    );
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return {
      items: page.map((row) => ({ ...row, at: row.at.toISOString() })),
      ...(rows.length > query.limit && last && { cursor: this.cursors.encode('audit-registers', last.position) }),
      ...(stale && { stale }),
    };
  }
}
