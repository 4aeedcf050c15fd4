import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { FIGURE_MEASURES, Figures, FiguresQuery } from '#libs/contracts';
import { Caller, Permit } from '#libs/identity';
import type { Principal } from '#libs/identity';
import { csvOf } from './csv.js';
import { Times } from './times.js';

const HEAD = ['Kỳ', 'Nhóm', 'Mã chỉ tiêu', 'Chỉ tiêu', 'Số lượng', 'Trung vị (phút)', 'P90 (phút)', 'P95 (phút)'];

const asTable = ({ rows }: Figures): string =>
  csvOf([
    HEAD,
    ...rows.map(({ period, group, measure, count, p50, p90, p95 }) => [
      ...[period, group, measure, FIGURE_MEASURES[measure].vi, count],
      ...[p50, p90, p95],
    ]),
  ]);

/** Inflow and times, by unit, category and provider, per day, week or month. */
@ApiTags('figures')
@Controller('api/v1/figures')
export class FiguresController {
  constructor(private readonly times: Times) {}

  @Get()
  @Permit({ roles: ['analyst', 'approver', 'auditor'] })
  @ApiOperation({ summary: 'Số liệu theo thời gian · inflow and times: own unit for staff, any for auditors' })
  @ApiProduces('application/json', 'text/csv')
  @ApiResponse({ status: 200, standardSchema: Figures, description: 'Rows; as CSV with format=csv or Accept' })
  async figures(
    @Caller() caller: Principal,
    @Query({ schema: FiguresQuery }) query: FiguresQuery,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Figures | string> {
    const figures = await this.times.of(caller, query);
    void reply.header('cache-control', 'no-store').header('vary', 'accept');
    if (query.format !== 'csv' && (query.format === 'json' || accept?.startsWith('text/csv') !== true)) return figures;
    void reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="so-lieu.csv"');
    return asTable(figures);
  }
}
