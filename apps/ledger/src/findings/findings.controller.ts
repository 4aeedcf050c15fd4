import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { AnswerFinding, FindingList, FindingResult, RaiseFinding, cursor, pageLimit } from '#libs/contracts';
import { Caller, Permit } from '#libs/identity';
import type { Principal } from '#libs/identity';
import { FindingCommands } from './finding-commands.js';
import { FindingQueries } from './finding-queries.js';

const FindingId = z.uuid();
const Page = z.strictObject({
  cursor: cursor.optional(),
  limit: pageLimit,
  after: z.coerce.number().int().min(0).optional(),
});
type Page = z.infer<typeof Page>;

/** What the auditor raises must be answered by the unit it concerns. */
@ApiTags('audit')
@Controller('api/v1/findings')
export class FindingsController {
  constructor(
    private readonly commands: FindingCommands,
    private readonly queries: FindingQueries,
  ) {}

  @Get()
  @Permit({ roles: ['auditor', 'analyst', 'approver'] })
  @ApiOperation({ summary: 'Kiến nghị giám sát · findings: the auditor sees all, a unit its own' })
  @ApiResponse({ status: 200, standardSchema: FindingList, description: 'A page, newest first' })
  list(@Query({ schema: Page }) query: Page, @Caller() caller: Principal): Promise<FindingList> {
    return this.queries.list(query, caller);
  }

  @Post()
  @HttpCode(200)
  @Permit({ roles: ['auditor'] })
  @ApiOperation({ summary: 'Nêu kiến nghị · raise a finding' })
  @ApiResponse({ status: 200, standardSchema: FindingResult, description: 'Raised' })
  raise(@Body({ schema: RaiseFinding }) body: RaiseFinding, @Caller() caller: Principal): Promise<FindingResult> {
    return this.commands.raise(body, caller);
  }

  @Post(':id/answer')
  @HttpCode(200)
  @Permit({ roles: ['analyst', 'approver'], ownUnit: true })
  @ApiOperation({ summary: 'Trả lời kiến nghị · answer a finding' })
  @ApiResponse({ status: 200, standardSchema: FindingResult, description: 'Answered' })
  answer(
    @Param('id', { schema: FindingId }) findingId: string,
    @Body({ schema: AnswerFinding }) body: AnswerFinding,
    @Caller() caller: Principal,
  ): Promise<FindingResult> {
    return this.commands.carryOut(findingId, { type: 'answer', text: body.text }, caller);
  }

  @Post(':id/close')
  @HttpCode(200)
  @Permit({ roles: ['auditor'] })
  @ApiOperation({ summary: 'Đóng kiến nghị · close a finding that was answered' })
  @ApiResponse({ status: 200, standardSchema: FindingResult, description: 'Closed' })
  close(@Param('id', { schema: FindingId }) findingId: string, @Caller() caller: Principal): Promise<FindingResult> {
    return this.commands.carryOut(findingId, { type: 'close' }, caller);
  }
}
