import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { DismissalList, DismissalsQuery } from '#libs/contracts';
import type { Dismissal } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { CursorCodec, Database, ReadPosition } from '#libs/service-kit';
import { caseRows } from '../cases/cases.read-model.js';

type Row = Omit<Dismissal, 'at' | 'openedAt' | 'reopenedAt'> & { at: Date; openedAt: Date; reopenedAt: Date | null };

/** What was looked at and not acted on: the auditor sees every one of them. */
@ApiTags('audit')
@Controller('api/v1/audit/dismissals')
export class DismissalsController {
  constructor(
    private readonly database: Database,
    private readonly position: ReadPosition,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @Permit({ roles: ['auditor'] })
  @ApiOperation({ summary: 'Vụ việc kết thúc, không xử lý · dismissed cases, newest first' })
  @ApiResponse({ status: 200, standardSchema: DismissalList, description: 'A page; later reopened ones too' })
  async list(@Query({ schema: DismissalsQuery }) query: DismissalsQuery): Promise<DismissalList> {
    const { stale } = await this.position.wait([caseRows.name], query.after);
    const place = this.cursors.decode('dismissals', query.cursor) as number | undefined;
    const { rows } = await this.database.query<Row>(
      `select d.position::float8 as position, d.at, d.case_id as "caseId", c.unit, c.category, d.outcome, d.person,
              d.proposed_by as "proposedBy", c.reports, c.opened_at as "openedAt", d.reopened_at as "reopenedAt"
         from ledger_cases.dismissal d join ledger_cases.case_row c using (case_id)
        where ($1::timestamptz is null or d.at >= $1) and ($2::timestamptz is null or d.at <= $2)
          and ($3::text is null or d.outcome = $3) and ($4::text is null or c.unit = $4)
          and ($5::text is null or d.person = $5 or d.proposed_by = $5) and ($6::bigint is null or d.position < $6)
        order by d.position desc limit $7`,
      [
        query.from ?? null,
        query.to ?? null,
        query.outcome ?? null,
        query.unit ?? null,
        query.person ?? null,
        place ?? null,
        query.limit + 1,
      ],
    );
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return {
      items: page.map((row) => ({
        ...row,
        at: row.at.toISOString(),
        openedAt: row.openedAt.toISOString(),
        reopenedAt: row.reopenedAt?.toISOString() ?? null,
      })),
      ...(rows.length > query.limit && last && { cursor: this.cursors.encode('dismissals', last.position) }),
      ...(stale && { stale }),
    };
  }
}
