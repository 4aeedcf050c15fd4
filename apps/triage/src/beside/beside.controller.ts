import { Body, Controller, Get, Headers, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  BesideResult,
  CaseCommandResult,
  RecordOutcome,
  ReferralList,
  ReferralQuery,
  SendReferral,
  SupportList,
  SupportNote,
  SupportQuery,
  shapes,
} from '#libs/contracts';
import { Caller, Permit, type Principal } from '#libs/identity';
import { ifMatchVersion } from '#libs/service-kit';
import { AnalystCommands } from '../cases/analyst-commands.js';
import { BesideCommands } from './beside-commands.js';
import { BesideLists } from './beside-lists.js';

const READERS = {
  roles: ['analyst', 'approver', 'auditor', 'referral-recipient'],
  keys: ['police', 'hotline'],
} as const;
const RECIPIENTS = {
  roles: ['referral-recipient', 'analyst', 'approver'],
  keys: ['police', 'hotline'],
  ownUnit: true,
} as const;
const ID = { schema: shapes.uuid };

const answers = ApiResponse({ status: 200, standardSchema: BesideResult, description: 'Recorded' });

/** Referrals and support: run beside the decision on the link. */
@ApiTags('beside')
@Controller('api/v1')
export class BesideController {
  constructor(
    private readonly lists: BesideLists,
    private readonly commands: BesideCommands,
    private readonly analyst: AnalystCommands,
  ) {}

  @Get('referrals')
  @Permit(READERS)
  @ApiOperation({ summary: 'Chuyển tin / referrals to the caller’s unit and of its cases' })
  @ApiResponse({ status: 200, standardSchema: ReferralList, description: 'A page of referrals' })
  referrals(
    @Caller() caller: Principal,
    @Query({ schema: ReferralQuery }) query: ReferralQuery,
  ): Promise<ReferralList> {
    return this.lists.referrals(caller, query);
  }

  @Post('referrals')
  @HttpCode(HttpStatus.OK)
  @Permit({ roles: ['analyst', 'approver'], ownUnit: true })
  @ApiOperation({ summary: 'Chuyển cơ quan có thẩm quyền / send a referral of a case' })
  @ApiResponse({ status: 200, standardSchema: CaseCommandResult, description: 'Sent' })
  send(@Caller() caller: Principal, @Body({ schema: SendReferral }) body: SendReferral): Promise<CaseCommandResult> {
    const { caseId, ...refer } = body;
    return this.analyst.refer({ caller, caseId, attempt: 'refer', as: 'analyst' }, refer);
  }

  @Post('referrals/:id/receive')
  @HttpCode(HttpStatus.OK)
  @Permit(RECIPIENTS)
  @ApiOperation({ summary: 'Tiếp nhận chuyển tin / receive a referral' })
  @answers
  receive(
    @Caller() caller: Principal,
    @Param('id', ID) id: string,
    @Headers('if-match') match?: string,
  ): Promise<BesideResult> {
    return this.commands.receive(caller, id, version(match));
  }

  @Post('referrals/:id/outcome')
  @HttpCode(HttpStatus.OK)
  @Permit(RECIPIENTS)
  @ApiOperation({ summary: 'Kết quả chuyển tin / record the outcome of a referral' })
  @answers
  outcome(
    @Caller() caller: Principal,
    @Param('id', ID) id: string,
    @Body({ schema: RecordOutcome }) body: RecordOutcome,
    @Headers('if-match') match?: string,
  ): Promise<BesideResult> {
    return this.commands.recordOutcome(caller, id, body, version(match));
  }

  @Get('support')
  @Permit(READERS)
  @ApiOperation({ summary: 'Hỗ trợ trẻ / pleas for help' })
  @ApiResponse({ status: 200, standardSchema: SupportList, description: 'A page of pleas, most pressing first' })
  support(@Caller() caller: Principal, @Query({ schema: SupportQuery }) query: SupportQuery): Promise<SupportList> {
    return this.lists.support(caller, query);
  }

  @Post('support/:id/offer')
  @HttpCode(HttpStatus.OK)
  @Permit(RECIPIENTS)
  @ApiOperation({ summary: 'Đề nghị hỗ trợ / help was offered' })
  @answers
  offer(
    @Caller() caller: Principal,
    @Param('id', ID) id: string,
    @Body({ schema: SupportNote }) body: SupportNote,
    @Headers('if-match') match?: string,
  ): Promise<BesideResult> {
    return this.commands.support(caller, id, 'offer', body, version(match));
  }

  @Post('support/:id/provided')
  @HttpCode(HttpStatus.OK)
  @Permit(RECIPIENTS)
  @ApiOperation({ summary: 'Đã hỗ trợ / help was provided' })
  @answers
  provided(
    @Caller() caller: Principal,
    @Param('id', ID) id: string,
    @Body({ schema: SupportNote }) body: SupportNote,
    @Headers('if-match') match?: string,
  ): Promise<BesideResult> {
    return this.commands.support(caller, id, 'provide', body, version(match));
  }

  @Post('support/:id/declined')
  @HttpCode(HttpStatus.OK)
  @Permit(RECIPIENTS)
  @ApiOperation({ summary: 'Từ chối hỗ trợ / help was declined' })
  @answers
  declined(
    @Caller() caller: Principal,
    @Param('id', ID) id: string,
    @Body({ schema: SupportNote }) body: SupportNote,
    @Headers('if-match') match?: string,
  ): Promise<BesideResult> {
    return this.commands.support(caller, id, 'decline', body, version(match));
  }
}

/** Answers of recipients are safe to repeat, so the version is checked only where it is sent. */
const version = (match: string | undefined): number | undefined =>
  match === undefined ? undefined : ifMatchVersion(match);
