import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AuditOrderList, AuditOrdersQuery } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { CursorCodec, Database, ReadPosition } from '#libs/service-kit';

type Item = AuditOrderList['items'][number];
interface Row extends Omit<Item, 'issuedAt' | 'expiresAt' | 'endedAt'> {
  issuedAt: Date;
  expiresAt: Date;
  endedAt: Date | null;
}

const MONTH = /^(\d{4})-(\d{2})$/;

/** A moment, or a whole day or month as it is counted in Việt Nam (UTC+7 all year round): from its first instant to its last. */
const periodOf = (inForceAt: string | undefined): readonly [from: string | null, to: string | null] => {
  if (inForceAt === undefined) return [null, null];
  if (inForceAt.includes('T')) return [inForceAt, inForceAt];
  const [, year, month] = MONTH.exec(inForceAt) ?? [];
  const [first, last] =
    year === undefined || month === undefined
      ? [inForceAt, inForceAt]
      : [`${inForceAt}-01`, new Date(Date.UTC(Number(year), Number(month), 0)).toISOString().slice(0, 10)];
  return [`${first}T00:00:00.000+07:00`, `${last}T23:59:59.999+07:00`];
};

const listOf = (cases: AuditOrdersQuery['case']): string[] | null =>
  cases === undefined ? null : typeof cases === 'string' ? [cases] : cases;

/** Every order that was in force at a moment or in a period, or that a case ever had. */
@ApiTags('audit')
@Controller('api/v1/audit/orders')
export class AuditOrdersController {
  constructor(
    private readonly database: Database,
    private readonly position: ReadPosition,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @Permit({ roles: ['auditor'] })
  @ApiOperation({ summary: 'Các yêu cầu có hiệu lực tại một thời điểm · all orders in force at a moment' })
  @ApiResponse({ status: 200, standardSchema: AuditOrderList, description: 'A page, oldest first' })
  async inForce(@Query({ schema: AuditOrdersQuery }) query: AuditOrdersQuery): Promise<AuditOrderList> {
    const { stale } = await this.position.wait(['ledger.orders'], query.after);
    const [from, to] = periodOf(query.inForceAt);
    const cases = listOf(query.case);
    const scope = `audit-orders:${query.inForceAt ?? ''}:${cases?.join() ?? ''}`;
    const place = this.cursors.decode(scope, query.cursor) as [string, string] | undefined;
    const { rows } = await this.database.query<Row>(
      `select order_id as "orderId", case_id as "caseId", reference, category, action, legal_basis as "legalBasis", unit,
         proposed_by as "proposedBy", approved_by as "approvedBy", issued_at as "issuedAt", expires_at as "expiresAt",
         ended_at as "endedAt", ended
       from ledger_orders.order_interval
       where ($2::timestamptz is null or issued_at <= $2) and ($1::timestamptz is null or least(expires_at, ended_at) > $1)
         and ($6::uuid[] is null or case_id = any ($6))
         and ($3::timestamptz is null or (issued_at, order_id) > ($3, $4::uuid))
       order by issued_at, order_id limit $5`,
      [from, to, place?.[0] ?? null, place?.[1] ?? null, query.limit + 1, cases],
    );
    const items = rows.slice(0, query.limit).map((row) => ({
      ...row,
      issuedAt: row.issuedAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      endedAt: row.endedAt?.toISOString() ?? null,
    }));
    const last = items.at(-1);
    return {
      items,
      ...(rows.length > query.limit && last && { cursor: this.cursors.encode(scope, [last.issuedAt, last.orderId]) }),
      ...(stale && { stale }),
    };
  }
}
