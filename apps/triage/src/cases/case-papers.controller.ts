import { Body, Controller, Headers, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CaseCommandResult, CorrectTarget, PassApproval, RecordOwnView, RegisterDocument } from '#libs/contracts';
import { Caller, Permit, type Principal } from '#libs/identity';
import { AnalystCommands } from './analyst-commands.js';
import { ApproverCommands } from './approver-commands.js';
import { APPROVERS, ID, STAFF, answers, call } from './case-call.js';

/** What is set right and set down on a case: a link read by hand, a paper's number, an approver's own view or none. */
@ApiTags('cases')
@Controller('api/v1/cases/:id')
export class CasePapersController {
  constructor(
    private readonly analyst: AnalystCommands,
    private readonly approver: ApproverCommands,
  ) {}

  @Post('pass')
  @HttpCode(HttpStatus.OK)
  @Permit(APPROVERS)
  @ApiOperation({ summary: 'Trả lại không kết luận / pass the proposal on to another approver without a verdict' })
  @answers
  pass(
    @Caller() caller: Principal,
    @Param('id', ID) id: string,
    @Body({ schema: PassApproval }) body: PassApproval,
    @Headers('if-match') match?: string,
  ): Promise<CaseCommandResult> {
    return this.approver.passOn(call(caller, id, 'pass', 'approver', match ?? ''), body);
  }

  @Post('own-view')
  @HttpCode(HttpStatus.OK)
  @Permit(APPROVERS)
  @ApiOperation({
    summary: 'Ý kiến riêng trước khi xem lý do / record an own view before seeing the proposer’s reasons',
  })
  @answers
  ownView(
    @Caller() caller: Principal,
    @Param('id', ID) id: string,
    @Body({ schema: RecordOwnView }) body: RecordOwnView,
    @Headers('if-match') match?: string,
  ): Promise<CaseCommandResult> {
    return this.approver.recordOwnView(call(caller, id, 'own-view', 'approver', match ?? ''), body);
  }

  @Post('documents')
  @HttpCode(HttpStatus.OK)
  @Permit(STAFF)
  @ApiOperation({ summary: 'Số văn bản, mã băm bản đã ký / register a paper’s number and its signed copy’s hash' })
  @answers
  documents(
    @Caller() caller: Principal,
    @Param('id', ID) id: string,
    @Body({ schema: RegisterDocument }) body: RegisterDocument,
  ): Promise<CaseCommandResult> {
    return this.analyst.registerDocument(call(caller, id, 'documents', 'analyst'), body);
  }

  @Post('correct-target')
  @HttpCode(HttpStatus.OK)
  @Permit(STAFF)
  @ApiOperation({ summary: 'Sửa đường dẫn không đọc được / read a link by hand; what was reported stays' })
  @answers
  correctTarget(
    @Caller() caller: Principal,
    @Param('id', ID) id: string,
    @Body({ schema: CorrectTarget }) body: CorrectTarget,
    @Headers('if-match') match?: string,
  ): Promise<CaseCommandResult> {
    return this.analyst.correctTarget(call(caller, id, 'correct-target', 'analyst', match ?? ''), body);
  }
}
