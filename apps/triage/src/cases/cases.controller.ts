import { Controller, Get, HttpCode, HttpStatus, Param, Post, Query, Body, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  CaseAfterQuery,
  CaseHistory,
  CaseHistoryQuery,
  CaseList,
  CaseQuery,
  CaseReportList,
  CaseStats,
  CaseStatsQuery,
  CaseView,
  NextCase,
} from '#libs/contracts';
import { shapes } from '#libs/contracts';
import { Caller, Permit, type Principal } from '#libs/identity';
import { Compressed, etagOf } from '#libs/service-kit';
import { CaseReading } from './case-reading.js';
import { Stats } from '../queue/stats.js';

const READERS = { roles: ['analyst', 'approver', 'auditor'] } as const;

/** Reading cases: the queue, one case, its history, figures. */
@ApiTags('cases')
@Controller('api/v1')
export class CasesController {
  constructor(
    private readonly reading: CaseReading,
    private readonly stats: Stats,
  ) {}

  @Get('cases')
  @Compressed()
  @Permit(READERS)
  @ApiOperation({ summary: 'Danh sách chờ xử lý / the queue' })
  @ApiResponse({ status: 200, standardSchema: CaseList, description: 'A page of cases that the caller may read' })
  list(@Caller() caller: Principal, @Query({ schema: CaseQuery }) query: CaseQuery): Promise<CaseList> {
    return this.reading.list(caller, query);
  }

  @Get('cases/:id')
  @Permit({ ...READERS, ownUnit: true })
  @ApiOperation({ summary: 'Vụ việc / one case, from its own stream; ETag is its version' })
  @ApiResponse({ status: 200, standardSchema: CaseView, description: 'The case as it stands' })
  async read(
    @Caller() caller: Principal,
    @Param('id', { schema: shapes.uuid }) id: string,
    @Query({ schema: CaseAfterQuery }) query: CaseAfterQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CaseView> {
    const view = await this.reading.read(caller, id, query);
    void reply.header('etag', etagOf(view.version));
    return view;
  }

  @Get('cases/:id/events')
  @Permit({ ...READERS, ownUnit: true })
  @ApiOperation({ summary: 'Lịch sử vụ việc / every event of the case, in order' })
  @ApiResponse({ status: 200, standardSchema: CaseHistory, description: 'A page of its history' })
  history(
    @Caller() caller: Principal,
    @Param('id', { schema: shapes.uuid }) id: string,
    @Query({ schema: CaseHistoryQuery }) query: CaseHistoryQuery,
  ): Promise<CaseHistory> {
    return this.reading.history(caller, id, query);
  }

  @Get('cases/:id/reports')
  @Permit({ ...READERS, ownUnit: true })
  @ApiOperation({ summary: 'Các phản ánh của vụ việc / the reports of a case, in the reporters’ words' })
  @ApiResponse({ status: 200, standardSchema: CaseReportList, description: 'A page of its reports' })
  reports(
    @Caller() caller: Principal,
    @Param('id', { schema: shapes.uuid }) id: string,
    @Query({ schema: CaseHistoryQuery }) query: CaseHistoryQuery,
  ): Promise<CaseReportList> {
    return this.reading.reports(caller, id, query);
  }

  @Post('cases/next')
  @HttpCode(HttpStatus.OK)
  @Permit({ roles: ['analyst'] })
  @ApiOperation({ summary: 'Nhận vụ việc kế tiếp / claims and returns the next case of the queue' })
  @ApiResponse({ status: 200, standardSchema: CaseView, description: 'The case, claimed by the caller' })
  @ApiResponse({ status: 204, description: 'Nothing is waiting' })
  async next(
    @Caller() caller: Principal,
    @Body({ schema: NextCase }) body: NextCase,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CaseView | undefined> {
    const view = await this.reading.next(caller, body);
    if (view === undefined) void reply.status(HttpStatus.NO_CONTENT);
    else void reply.header('etag', etagOf(view.version));
    return view;
  }

  @Get('stats')
  @Permit(READERS)
  @ApiOperation({ summary: 'Số liệu / figures of a unit, or of the installation for auditors' })
  @ApiResponse({ status: 200, standardSchema: CaseStats, description: 'Counts' })
  figures(@Caller() caller: Principal, @Query({ schema: CaseStatsQuery }) query: CaseStatsQuery): Promise<CaseStats> {
    return this.stats.of(caller, query);
  }
}
