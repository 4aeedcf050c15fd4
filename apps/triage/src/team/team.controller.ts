import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  ApproverFigures,
  ApproverFiguresQuery,
  ColleagueList,
  ColleagueQuery,
  OnCallList,
  OnCallQuery,
  OnCallResult,
  OverdueQuery,
  OverdueSheet,
  SetOnCall,
  shapes,
} from '#libs/contracts';
import { Caller, Permit, type Principal } from '#libs/identity';
import { Figures } from '../approvals/figures.js';
import { Colleagues } from '../people/colleagues.js';
import { Overdue } from './overdue.js';
import { Rota } from './rota.js';

const STAFF = { roles: ['analyst', 'approver', 'referral-recipient'] } as const;

/** Running a team: who there is, who is on call, what is late, and an approver's own figures. */
@ApiTags('team')
@Controller('api/v1')
export class TeamController {
  constructor(
    private readonly colleagues: Colleagues,
    private readonly rota: Rota,
    private readonly overdue: Overdue,
    private readonly figures: Figures,
  ) {}

  @Get('colleagues')
  @Permit(STAFF)
  @ApiOperation({ summary: 'Người trong đơn vị, người ký thay theo ngày / people of a unit, and who signs for whom' })
  @ApiResponse({ status: 200, standardSchema: ColleagueList, description: 'By name' })
  people(
    @Caller() caller: Principal,
    @Query({ schema: ColleagueQuery }) query: ColleagueQuery,
  ): Promise<ColleagueList> {
    return this.colleagues.list(caller, query);
  }

  @Get('on-call')
  @Permit({ roles: [...STAFF.roles, 'auditor'] })
  @ApiOperation({ summary: 'Lịch trực tiếp nhận đề nghị hỗ trợ / who is on call for pleas of help' })
  @ApiResponse({ status: 200, standardSchema: OnCallList, description: 'By time' })
  onCall(@Caller() caller: Principal, @Query({ schema: OnCallQuery }) query: OnCallQuery): Promise<OnCallList> {
    return this.rota.list(caller, query);
  }

  @Post('on-call')
  @HttpCode(HttpStatus.OK)
  @Permit({ roles: ['approver', 'referral-recipient'] })
  @ApiOperation({ summary: 'Phân công trực / put somebody of my unit on call' })
  @ApiResponse({ status: 200, standardSchema: OnCallResult, description: 'On the rota' })
  setOnCall(@Caller() caller: Principal, @Body({ schema: SetOnCall }) body: SetOnCall): Promise<OnCallResult> {
    return this.rota.set(caller, body);
  }

  @Post('on-call/:id/cancel')
  @HttpCode(HttpStatus.OK)
  @Permit({ roles: ['approver', 'referral-recipient'], ownUnit: true })
  @ApiOperation({ summary: 'Bỏ phân công trực / take a shift off the rota' })
  @ApiResponse({ status: 200, standardSchema: OnCallResult, description: 'Off the rota' })
  cancelOnCall(@Caller() caller: Principal, @Param('id', { schema: shapes.uuid }) id: string): Promise<OnCallResult> {
    return this.rota.cancel(caller, id);
  }

  @Get('overdue')
  @Permit({ roles: ['analyst', 'approver', 'auditor'] })
  @ApiOperation({ summary: 'Quá hạn theo đơn vị chịu trách nhiệm / what is late, by accountable unit' })
  @ApiResponse({ status: 200, standardSchema: OverdueSheet, description: 'The most overdue unit first' })
  late(@Caller() caller: Principal, @Query({ schema: OverdueQuery }) query: OverdueQuery): Promise<OverdueSheet> {
    return this.overdue.sheet(caller, query);
  }

  @Get('approvals/mine')
  @Permit({ roles: ['approver'] })
  @ApiOperation({ summary: 'Số liệu phê duyệt của tôi / my own figures as an approver, shown to nobody else' })
  @ApiResponse({ status: 200, standardSchema: ApproverFigures, description: 'Counts, share returned, time taken' })
  mine(
    @Caller() caller: Principal,
    @Query({ schema: ApproverFiguresQuery }) query: ApproverFiguresQuery,
  ): Promise<ApproverFigures> {
    return this.figures.mine(caller, query);
  }
}
